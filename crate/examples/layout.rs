//! Prints `ts/wasm/layout.ts`.

fn main() {
    print!("{}", scale_schedule::wire::layout());
}
