//! Prints `tests/golden/native_bits.jsonl`.

#[path = "../../tests/golden/native_bits.rs"]
mod native_bits;

fn main() {
    print!("{}", native_bits::rows());
}
