//! Dictionaries: the different values of a column in the order in which they appear, and the place of each row's value.

use super::{hybrid, width_of};
use std::collections::HashMap;

/// The most entries: their places have at most 12 bits, where even rates that compress well need as many.
const MOST: usize = 1 << 12;
/// The most bytes of texts, as large as a page.
const MOST_BYTES: usize = 1 << 20;
const SLOTS: usize = 2 * MOST;

/// Places in a dictionary, in the order of rows.
pub struct Places<T> {
    /// The different values.
    pub entries: Vec<T>,
    /// A place for each row.
    pub rows: Vec<u16>,
}

impl<T> Places<T> {
    /// Appends the places of some rows: their width, then runs of them.
    pub fn put(&self, out: &mut Vec<u8>, rows: std::ops::Range<usize>) {
        let width = width_of(self.entries.len().saturating_sub(1) as u64);
        out.push(width as u8);
        hybrid::put(out, &self.rows[rows], width);
    }
}

/// Floats by their bits, so that signs of 0 and bits of NaN stay; none where there are too many different ones to pay.
pub fn of_floats(values: &[f64]) -> Option<Places<f64>> {
    let mut slots = vec![u16::MAX; SLOTS];
    let mut places = Places { entries: Vec::new(), rows: Vec::with_capacity(values.len()) };
    let most = MOST.min(values.len() / 2);
    let mut last = None;
    for &value in values {
        let bits = value.to_bits();
        if let Some((same, place)) = last {
            if same == bits {
                places.rows.push(place);
                continue;
            }
        }
        // The high bits of a product with an odd number depend on all bits.
        let mut slot = (bits.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - SLOTS.trailing_zeros())) as usize;
        let place = loop {
            match slots[slot] {
                u16::MAX if places.entries.len() >= most => return None,
                u16::MAX => {
                    let place = places.entries.len() as u16;
                    slots[slot] = place;
                    places.entries.push(value);
                    break place;
                }
                place if places.entries[place as usize].to_bits() == bits => break place,
                _ => slot = (slot + 1) % SLOTS,
            }
        };
        places.rows.push(place);
        last = Some((bits, place));
    }
    Some(places)
}

/// Texts; none where there are too many different ones to pay.
pub fn of_texts<'a>(texts: impl ExactSizeIterator<Item = &'a [u8]>) -> Option<Places<&'a [u8]>> {
    let most = MOST.min(texts.len() / 2);
    let mut found: HashMap<&[u8], u16> = HashMap::new();
    let mut places = Places { entries: Vec::new(), rows: Vec::with_capacity(texts.len()) };
    let mut bytes = 0;
    for text in texts {
        let place = if let Some(&place) = found.get(text) {
            place
        } else {
            bytes += text.len();
            if places.entries.len() >= most || bytes > MOST_BYTES {
                return None;
            }
            let place = places.entries.len() as u16;
            found.insert(text, place);
            places.entries.push(text);
            place
        };
        places.rows.push(place);
    }
    Some(places)
}
