//! The digest of numbers: SHA-256 of their little-endian bytes, one per set of bits.

use sha2::{Digest, Sha256};

/// 32 bytes; every NaN counts as the same one, since WebAssembly leaves a NaN's bits open.
pub fn sha256(numbers: &[f64]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for &number in numbers {
        let bits = if number.is_nan() { 0x7ff8_0000_0000_0000 } else { number.to_bits() };
        hash.update(bits.to_le_bytes());
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_digest_is_that_of_the_little_endian_bytes() {
        let hex = super::sha256(&[1.0, -0.0]).map(|byte| format!("{byte:02x}")).concat();
        // printf of the 16 bytes 000000000000f03f 0000000000000080, through sha256sum
        assert_eq!(hex, "5e9d905ef08923718da5998eb8ae14dc75a714656224d3753b679523d5a268d9");
    }
}
