//! `BYTE_STREAM_SPLIT`: the first bytes of all floats, then their second bytes, and so on. Of neighbouring rates the high
//! bytes are mostly the same, so that compression finds them.

const BYTES: usize = 8;
const LANES: usize = 16;

/// The width of a register; `zip` is one instruction.
type Vector = [u8; LANES];

/// Appends values.
pub fn put(out: &mut Vec<u8>, values: &[f64]) {
    let start = out.len();
    let rows = values.len();
    out.resize(start + rows * BYTES, 0);
    let out = &mut out[start..];
    let tiles = values.chunks_exact(LANES);
    let rest = tiles.remainder();
    for (index, tile) in tiles.enumerate() {
        for (stream, bytes) in transposed(tile).into_iter().enumerate() {
            out[stream * rows + index * LANES..][..LANES].copy_from_slice(&bytes);
        }
    }
    for (index, value) in rest.iter().enumerate() {
        for (stream, byte) in value.to_le_bytes().into_iter().enumerate() {
            out[stream * rows + rows - rest.len() + index] = byte;
        }
    }
}

/// The bytes of 16 values: of all the first, of all the second, and so on.
///
/// A byte's place among the 128 has seven bits: four for the value, three for the byte in it. Zipping the first half of the
/// vectors with the second rotates these by one; after four times the byte comes first, and then the value.
#[inline(always)]
fn transposed(values: &[f64]) -> [Vector; BYTES] {
    let mut vectors: [Vector; BYTES] = std::array::from_fn(|pair| {
        let (low, high) = (values[2 * pair].to_le_bytes(), values[2 * pair + 1].to_le_bytes());
        std::array::from_fn(|i| if i < BYTES { low[i] } else { high[i - BYTES] })
    });
    for _ in 0..4 {
        vectors = std::array::from_fn(|i| zip(vectors[i / 2], vectors[i / 2 + BYTES / 2], i % 2 * (LANES / 2)));
    }
    vectors
}

/// Bytes of two vectors in turn, from a place in both.
#[inline(always)]
fn zip(a: Vector, b: Vector, from: usize) -> Vector {
    std::array::from_fn(|i| if i % 2 == 0 { a[from + i / 2] } else { b[from + i / 2] })
}
