//! Small integers as runs of the same one, and bits packed where they change: definition levels and places in a
//! dictionary. Parquet calls it `RLE`.

use super::{put_packed, put_varint};

/// Packed values come in groups of 8.
const GROUP: usize = 8;

/// Appends values of `width` bits.
pub fn put(out: &mut Vec<u8>, values: &[u16], width: u32) {
    // Values that are packed start here; a whole number of groups except while the run at their end goes on.
    let mut packed = 0;
    let mut at = 0;
    while at < values.len() {
        let value = values[at];
        let mut run = values[at..].iter().take_while(|&&other| other == value).count();
        // The last group is filled up first.
        let missing = (GROUP - (at - packed) % GROUP) % GROUP;
        let filling = run.min(missing);
        at += filling;
        run -= filling;
        if run >= GROUP {
            put_groups(out, &values[packed..at], width);
            put_varint(out, (run as u64) << 1);
            out.extend_from_slice(&value.to_le_bytes()[..width.div_ceil(8) as usize]);
            packed = at + run;
        }
        at += run;
    }
    put_groups(out, &values[packed..], width);
}

fn put_groups(out: &mut Vec<u8>, values: &[u16], width: u32) {
    if values.is_empty() {
        return;
    }
    let groups = values.len().div_ceil(GROUP);
    put_varint(out, (groups as u64) << 1 | 1);
    let padding = std::iter::repeat_n(0, groups * GROUP - values.len());
    put_packed(out, values.iter().map(|&value| u64::from(value)).chain(padding), width);
}
