//! The values of a column that wait for their row group.

use crate::schema::Kind;

/// Values in order, without those that are null.
#[derive(Debug)]
pub enum Values {
    /// 32-bit integers.
    Int32(Vec<i32>),
    /// 64-bit integers.
    Int64(Vec<i64>),
    /// Doubles.
    Float64(Vec<f64>),
    /// Texts.
    Text(Texts),
}

/// Texts one behind the other.
#[derive(Debug, Default)]
pub struct Texts {
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
}

/// A column in the making.
#[derive(Debug)]
pub struct Column {
    /// The values that there are.
    pub values: Values,
    /// Whether each row has one; `None` where all have.
    pub valid: Option<Vec<bool>>,
}

impl Column {
    /// One without rows.
    pub fn new(kind: Kind, nullable: bool) -> Self {
        let values = match kind {
            Kind::Int32 => Values::Int32(Vec::new()),
            Kind::Int64 => Values::Int64(Vec::new()),
            Kind::Float64 => Values::Float64(Vec::new()),
            Kind::Text => Values::Text(Texts::default()),
        };
        Self { values, valid: nullable.then(Vec::new) }
    }

    /// Adds numbers; integers are whole ones of their width.
    pub fn push_numbers(&mut self, numbers: &[f64]) {
        match &mut self.values {
            Values::Int32(values) => values.extend(numbers.iter().map(|&number| number as i32)),
            Values::Int64(values) => values.extend(numbers.iter().map(|&number| number as i64)),
            Values::Float64(values) => values.extend_from_slice(numbers),
            Values::Text(_) => {}
        }
    }

    /// Adds texts, one behind the other, by their lengths.
    pub fn push_texts(&mut self, lengths: impl Iterator<Item = usize>, bytes: &[u8]) {
        if let Values::Text(texts) = &mut self.values {
            let mut end = texts.bytes.len();
            texts.bytes.extend_from_slice(bytes);
            texts.ends.extend(lengths.map(|length| {
                end += length;
                end
            }));
        }
    }

    /// Adds whether rows have a value.
    pub fn push_valid(&mut self, rows: impl Iterator<Item = bool>) {
        if let Some(valid) = &mut self.valid {
            valid.extend(rows);
        }
    }

    /// How many of the first rows have a value.
    pub fn count(&self, rows: usize) -> usize {
        self.valid.as_ref().map_or(rows, |valid| valid[..rows].iter().filter(|&&has| has).count())
    }

    /// Lets the first rows go.
    pub fn drain(&mut self, rows: usize) {
        let count = self.count(rows);
        match &mut self.values {
            Values::Int32(values) => drop(values.drain(..count)),
            Values::Int64(values) => drop(values.drain(..count)),
            Values::Float64(values) => drop(values.drain(..count)),
            Values::Text(texts) => texts.drain(count),
        }
        if let Some(valid) = &mut self.valid {
            valid.drain(..rows);
        }
    }
}

impl Texts {
    /// Some of the texts.
    pub fn range(&self, range: std::ops::Range<usize>) -> impl ExactSizeIterator<Item = &[u8]> {
        range.map(|index| &self.bytes[self.start(index)..self.ends[index]])
    }

    fn start(&self, index: usize) -> usize {
        index.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    fn drain(&mut self, count: usize) {
        let start = self.start(count);
        self.bytes.drain(..start);
        self.ends.drain(..count);
        self.ends.iter_mut().for_each(|end| *end -= start);
    }
}
