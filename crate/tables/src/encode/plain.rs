//! `PLAIN`: values as they are, texts with their length in front. What is in a dictionary, and texts that are in none.

/// Appends floats.
pub fn put_floats(out: &mut Vec<u8>, values: impl Iterator<Item = f64>) {
    out.extend(values.flat_map(f64::to_le_bytes));
}

/// Appends texts.
pub fn put_texts<'a>(out: &mut Vec<u8>, texts: impl Iterator<Item = &'a [u8]>) {
    for text in texts {
        out.extend_from_slice(&(text.len() as u32).to_le_bytes());
        out.extend_from_slice(text);
    }
}
