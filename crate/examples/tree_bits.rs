//! Prints `tests/trees/bits.jsonl`.

#[path = "../../tests/trees/rows.rs"]
mod rows;

fn main() {
    print!("{}", rows::bits());
}
