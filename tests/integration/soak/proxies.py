# SPDX-License-Identifier: Apache-2.0
"""TCP proxies on loopback that do what bad networks do. All of them run on one thread."""
import asyncio
import threading

PIECE = 4096


class Proxy:
    """Between one who connects to `port` and `target`. What it does to the traffic is set from any thread."""

    def __init__(self, target):
        self.target = target
        self.port = 0
        self.refuses = False  # closes what connects
        self.stalls = False  # keeps everything to itself
        self.delay = 0.0  # seconds, of each piece
        self.drop = self.swap = self.flood = 0  # pieces lost, pieces after their next one, KiB of rubbish put in
        self.open = set()

    async def accept(self, reader, writer):
        if self.refuses:
            return writer.close()
        try:
            far_reader, far_writer = await asyncio.open_connection(*self.target)
        except OSError:
            return writer.close()
        ends = (writer, far_writer)
        self.open.add(ends)
        await asyncio.wait([asyncio.create_task(self.carry(reader, far_writer)),
                            asyncio.create_task(self.carry(far_reader, writer))],
                           return_when=asyncio.FIRST_COMPLETED)
        self.open.discard(ends)
        for end in ends:
            end.close()

    async def carry(self, reader, writer):
        held = b""
        try:
            while piece := await reader.read(PIECE):
                while self.stalls:
                    await asyncio.sleep(0.02)
                if self.delay:
                    await asyncio.sleep(self.delay)
                if self.drop > 0:
                    self.drop -= 1
                    continue
                if self.swap > 0:
                    self.swap -= 1
                    held = piece
                    continue
                if self.flood > 0:
                    piece = b"x" * (self.flood * 1024) + piece
                    self.flood = 0
                writer.write(piece + held)
                held = b""
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass  # an end that breaks ends the pair

    def break_all(self):
        for ends in list(self.open):
            for end in ends:
                end.transport.abort()


class Proxies:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def add(self, target):
        proxy = Proxy(target)

        async def listen():
            server = await asyncio.start_server(proxy.accept, "127.0.0.1", 0)
            proxy.port = server.sockets[0].getsockname()[1]

        asyncio.run_coroutine_threadsafe(listen(), self.loop).result()
        return proxy

    def cut(self, proxies):
        """All that is open now; they may connect again unless they are told to refuse."""
        for proxy in proxies:
            self.loop.call_soon_threadsafe(proxy.break_all)
