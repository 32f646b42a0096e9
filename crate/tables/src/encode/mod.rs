//! Values as the bytes of a page, in the encodings of Parquet: each file has one.

pub mod delta;
pub mod dictionary;
pub mod hybrid;
pub mod plain;
pub mod split;

/// An unsigned integer, seven bits a byte, the lowest first.
fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A signed integer, as small as its distance from 0.
fn put_zigzag(out: &mut Vec<u8>, value: i64) {
    put_varint(out, ((value << 1) ^ (value >> 63)) as u64);
}

/// The bits that integers up to `most` need.
fn width_of(most: u64) -> u32 {
    u64::BITS - most.leading_zeros()
}

/// Packs values of `width` bits without gaps, the lowest bits first; whole bytes where there are multiples of 8 values.
fn put_packed(out: &mut Vec<u8>, values: impl Iterator<Item = u64>, width: u32) {
    let mut bits = 0_u128;
    let mut filled = 0;
    for value in values {
        bits |= u128::from(value) << filled;
        filled += width;
        while filled >= 8 {
            out.push(bits as u8);
            bits >>= 8;
            filled -= 8;
        }
    }
    if filled > 0 {
        out.push(bits as u8);
    }
}
