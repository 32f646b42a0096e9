//! Prints `ts/wasm/generated/layout.ts`.

fn main() {
    print!("{}", scale_schedule::wire::layout());
}
