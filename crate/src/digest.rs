//! The digest of numbers: SHA-256 of their little-endian bytes, one per set of bits.

/// Numbers in a block of SHA-256.
const BLOCK: usize = 8;

/// The state before the first block: FIPS 180-4, 5.3.3.
const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// A word for each round: 4.2.2.
const ROUNDS: [u32; 64] = [
    0x428a_2f98,
    0x7137_4491,
    0xb5c0_fbcf,
    0xe9b5_dba5,
    0x3956_c25b,
    0x59f1_11f1,
    0x923f_82a4,
    0xab1c_5ed5,
    0xd807_aa98,
    0x1283_5b01,
    0x2431_85be,
    0x550c_7dc3,
    0x72be_5d74,
    0x80de_b1fe,
    0x9bdc_06a7,
    0xc19b_f174,
    0xe49b_69c1,
    0xefbe_4786,
    0x0fc1_9dc6,
    0x240c_a1cc,
    0x2de9_2c6f,
    0x4a74_84aa,
    0x5cb0_a9dc,
    0x76f9_88da,
    0x983e_5152,
    0xa831_c66d,
    0xb003_27c8,
    0xbf59_7fc7,
    0xc6e0_0bf3,
    0xd5a7_9147,
    0x06ca_6351,
    0x1429_2967,
    0x27b7_0a85,
    0x2e1b_2138,
    0x4d2c_6dfc,
    0x5338_0d13,
    0x650a_7354,
    0x766a_0abb,
    0x81c2_c92e,
    0x9272_2c85,
    0xa2bf_e8a1,
    0xa81a_664b,
    0xc24b_8b70,
    0xc76c_51a3,
    0xd192_e819,
    0xd699_0624,
    0xf40e_3585,
    0x106a_a070,
    0x19a4_c116,
    0x1e37_6c08,
    0x2748_774c,
    0x34b0_bcb5,
    0x391c_0cb3,
    0x4ed8_aa4a,
    0x5b9c_ca4f,
    0x682e_6ff3,
    0x748f_82ee,
    0x78a5_636f,
    0x84c8_7814,
    0x8cc7_0208,
    0x90be_fffa,
    0xa450_6ceb,
    0xbef9_a3f7,
    0xc671_78f2,
];

/// Eight words; every NaN counts as the same one, since WebAssembly leaves a NaN's bits open.
pub fn sha256(numbers: &[f64]) -> [u32; 8] {
    // All is whole words of 8 bytes: after the numbers a bit, zeros, and the length in bits up to the end of a block.
    let count = (numbers.len() + 2).next_multiple_of(BLOCK);
    let mut state = INITIAL;
    for start in (0..count).step_by(BLOCK) {
        let mut block = [0; 2 * BLOCK];
        for (two, index) in block.chunks_exact_mut(2).zip(start..) {
            let bits = word(numbers, count, index).swap_bytes();
            two.copy_from_slice(&[(bits >> 32) as u32, bits as u32]);
        }
        compress(&mut state, block);
    }
    state
}

/// A number of the message, and what follows the last one.
#[inline(never)]
fn word(numbers: &[f64], count: usize, index: usize) -> u64 {
    match numbers.get(index) {
        Some(number) if number.is_nan() => 0x7ff8_0000_0000_0000,
        Some(number) => number.to_bits(),
        None if index == numbers.len() => 0x80,
        None if index == count - 1 => (64 * numbers.len() as u64).swap_bytes(),
        None => 0,
    }
}

/// A block of sixteen words goes into the state: 6.2.2. The words of later rounds take the places of those before.
fn compress(state: &mut [u32; 8], mut words: [u32; 16]) {
    let mix = |x: u32, a: u32, b: u32, last: u32| x.rotate_right(a) ^ x.rotate_right(b) ^ last;
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for (round, constant) in ROUNDS.into_iter().enumerate() {
        let word = |back: usize| words[(round + 16 - back) % 16];
        let own = word(16);
        let (first, last) = (word(15), word(2));
        let next = own.wrapping_add(mix(first, 7, 18, first >> 3)).wrapping_add(word(7)).wrapping_add(mix(
            last,
            17,
            19,
            last >> 10,
        ));
        let own = if round < 16 { own } else { next };
        words[round % 16] = own;
        let choice = (e & f) ^ (!e & g);
        let majority = (a & b) ^ (a & c) ^ (b & c);
        let grown = h
            .wrapping_add(mix(e, 6, 11, e.rotate_right(25)))
            .wrapping_add(choice)
            .wrapping_add(constant)
            .wrapping_add(own);
        let sum = mix(a, 2, 13, a.rotate_right(22)).wrapping_add(majority);
        (h, g, f, e) = (g, f, e, d.wrapping_add(grown));
        (d, c, b, a) = (c, b, a, grown.wrapping_add(sum));
    }
    for (word, more) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *word = word.wrapping_add(more);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_digest_is_that_of_the_little_endian_bytes() {
        let hex = super::sha256(&[1.0, -0.0]).map(|word| format!("{word:08x}")).concat();
        // printf of the 16 bytes 000000000000f03f 0000000000000080, through sha256sum
        assert_eq!(hex, "5e9d905ef08923718da5998eb8ae14dc75a714656224d3753b679523d5a268d9");
    }

    #[test]
    fn numbers_of_any_count_have_the_digest_of_their_bytes() {
        use sha2::{Digest, Sha256};
        for count in 0..100 {
            let numbers: Vec<f64> = (0..count).map(|i| f64::from(i) * 0.7 - 3.0).collect();
            let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
            let found = super::sha256(&numbers).map(u32::to_be_bytes).concat();
            assert_eq!(found, Sha256::digest(bytes)[..], "{count}");
        }
    }
}
