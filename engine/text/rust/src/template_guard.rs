// SPDX-License-Identifier: Apache-2.0
//! Puts the limits into the compiled template: what a step makes is charged to the budget, raw text goes
//! through the formatter as values do, and each turn of a loop is counted. Filter names with a dot cannot be
//! written in a template.

use crate::failure::{Failure, Outcome};
use minijinja::machinery::{Instruction, Instructions};
use minijinja::value::Value;

pub const CONCAT: &str = "guard.concat";
pub const ADD: &str = "guard.add";
pub const MULTIPLY: &str = "guard.multiply";
pub const MADE: &str = "guard.made";
pub const BUILT: &str = "guard.built";
pub const ITERABLE: &str = "guard.iterable";
pub const SLICE: &str = "guard.slice";
pub const TICK: &str = "guard.tick";
pub const SET_ATTRIBUTE: &str = "guard.set_attribute";

const UNCACHED: u8 = !0;

fn filter(name: &'static str, arguments: u16) -> Instruction<'static> {
    Instruction::ApplyFilter(name, Some(arguments), UNCACHED)
}

/// What takes the place of one instruction.
fn replacement<'s>(instruction: &Instruction<'s>) -> Vec<Instruction<'s>> {
    use Instruction as I;
    match instruction {
        I::EmitRaw(text) => vec![I::LoadConst(Value::from(*text)), I::Emit],
        I::StringConcat => vec![filter(CONCAT, 2)],
        I::ApplyFilter(..) | I::CallFunction(..) | I::CallMethod(..) | I::CallObject(..) => {
            vec![instruction.clone(), filter(MADE, 1)]
        }
        I::BuildList(_) | I::BuildMap(_) => vec![instruction.clone(), filter(BUILT, 1)],
        I::Iterate(_) => {
            vec![I::LoadConst(Value::from(0)), filter(TICK, 1), I::DiscardTop, instruction.clone()]
        }
        I::Add => vec![filter(ADD, 2), filter(MADE, 1)],
        I::Mul => vec![filter(MULTIPLY, 2), filter(MADE, 1)],
        I::Slice => vec![filter(SLICE, 4), filter(MADE, 1)],
        I::PushLoop(_) => vec![filter(ITERABLE, 1), instruction.clone()],
        I::SetAttr(name) => {
            vec![I::LoadConst(Value::from(*name)), filter(SET_ATTRIBUTE, 3), I::DiscardTop]
        }
        other => vec![other.clone()],
    }
}

/// Errors: unsupported, naming the line.
pub fn guarded<'s>(old: &Instructions<'s>) -> Outcome<Instructions<'s>> {
    let count = old.len() as u32;
    let mut new = Instructions::new(old.name(), old.source());
    let mut starts = Vec::with_capacity(count as usize + 1);
    for index in 0..count {
        let Some(instruction) = old.get(index) else { break };
        starts.push(new.len() as u32);
        let line = old.get_line(index).unwrap_or(0);
        alone(instruction, line)?;
        for part in replacement(instruction) {
            new.add_with_line(part, line.min(u16::MAX as usize) as u16);
        }
    }
    starts.push(new.len() as u32);
    for index in 0..new.len() as u32 {
        if let Some(target) = new.get_mut(index).and_then(jump_target) {
            *target = starts.get(*target as usize).copied().unwrap_or(count);
        }
    }
    Ok(new)
}

fn jump_target<'a>(instruction: &'a mut Instruction<'_>) -> Option<&'a mut u32> {
    use Instruction as I;
    match instruction {
        I::Iterate(target)
        | I::Jump(target)
        | I::JumpIfFalse(target)
        | I::JumpIfFalseOrPop(target)
        | I::JumpIfTrueOrPop(target)
        | I::BuildMacro(_, target, _) => Some(target),
        _ => None,
    }
}

/// Templates reach nothing but their arguments: there are no other templates.
fn alone(instruction: &Instruction, line: usize) -> Outcome<()> {
    match instruction {
        Instruction::Include(_) | Instruction::LoadBlocks | Instruction::ExportLocals | Instruction::CallBlock(_) => {
            Err(Failure::unsupported(format!(
                "Line {line} of the chat template uses include, import, extends or block, which are not supported."
            )))
        }
        _ => Ok(()),
    }
}
