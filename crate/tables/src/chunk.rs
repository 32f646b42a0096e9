//! What a row group has of a column: pages in Snappy, with the metadata that the footer has of them.

use crate::column::{Column, Values};
use crate::encode::{delta, dictionary, hybrid, plain, split};
use crate::statistics;
use bytes::Bytes;
use parquet::basic::{Compression, Encoding};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;
use std::ops::Range;

/// The rows of a page: then each stream of split bytes is as long as what Snappy compresses at a time.
const PAGE_ROWS: usize = 65_536;
/// The rows of a page of texts.
const TEXT_ROWS: usize = 8192;

/// Memory that is used again for each page.
pub struct Scratch {
    page: Vec<u8>,
    compressed: Vec<u8>,
    levels: Vec<u16>,
    snappy: snap::raw::Encoder,
    /// The bytes of the chunk before.
    pub done: Vec<u8>,
}

impl Default for Scratch {
    fn default() -> Self {
        let (page, compressed, levels, done) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { page, compressed, levels, snappy: snap::raw::Encoder::new(), done }
    }
}

/// How values are laid out in data pages.
enum Form<'a> {
    Delta32(&'a [i32]),
    Delta64(&'a [i64]),
    Split(&'a [f64]),
    Floats(dictionary::Places<f64>),
    Texts(dictionary::Places<&'a [u8]>),
    Plain(&'a crate::column::Texts),
}

/// The pages of a column's first rows, and their metadata; places are counted from the start of the pages.
pub fn write(
    column: &Column,
    rows: usize,
    descriptor: &ColumnDescPtr,
    scratch: &mut Scratch,
) -> Result<(Bytes, ColumnCloseResult)> {
    let count = column.count(rows);
    let nulls = (rows - count) as u64;
    let (form, statistics, page_rows) = match &column.values {
        Values::Int32(values) => {
            (Form::Delta32(&values[..count]), statistics::of_int32(&values[..count], nulls), PAGE_ROWS)
        }
        Values::Int64(values) => {
            (Form::Delta64(&values[..count]), statistics::of_int64(&values[..count], nulls), PAGE_ROWS)
        }
        Values::Float64(values) => {
            let values = &values[..count];
            let form = dictionary::of_floats(values).map_or(Form::Split(values), Form::Floats);
            (form, statistics::of_floats(values, nulls), PAGE_ROWS)
        }
        Values::Text(texts) => {
            let form = dictionary::of_texts(texts.range(0..count)).map_or(Form::Plain(texts), Form::Texts);
            (form, statistics::of_texts(texts.range(0..count), nulls), TEXT_ROWS)
        }
    };
    let mut pages = Pages::new(scratch);
    pages.put_dictionary(&form)?;
    let mut value = 0;
    for start in (0..rows).step_by(page_rows) {
        let own = start..rows.min(start + page_rows);
        let valid = column.valid.as_ref().map(|valid| &valid[own.clone()]);
        let has = valid.map_or(own.len(), |valid| valid.iter().filter(|&&has| has).count());
        pages.put_data(&form, valid, own.len(), value..value + has)?;
        value += has;
    }
    pages.finish(descriptor, rows, column.valid.is_some(), form.encoding(), statistics)
}

impl Form<'_> {
    fn encoding(&self) -> Encoding {
        match self {
            Self::Delta32(_) | Self::Delta64(_) => Encoding::DELTA_BINARY_PACKED,
            Self::Split(_) => Encoding::BYTE_STREAM_SPLIT,
            Self::Floats(_) | Self::Texts(_) => Encoding::RLE_DICTIONARY,
            Self::Plain(_) => Encoding::PLAIN,
        }
    }

    /// Appends some of the values.
    fn put(&self, out: &mut Vec<u8>, range: Range<usize>) {
        match self {
            Self::Delta32(values) => delta::put(out, &values[range]),
            Self::Delta64(values) => delta::put(out, &values[range]),
            Self::Split(values) => split::put(out, &values[range]),
            Self::Floats(places) => places.put(out, range),
            Self::Texts(places) => places.put(out, range),
            Self::Plain(texts) => plain::put_texts(out, texts.range(range)),
        }
    }
}

/// The pages of a chunk in the making.
struct Pages<'a> {
    sink: TrackedWrite<Vec<u8>>,
    scratch: &'a mut Scratch,
    uncompressed: usize,
    /// Where the first data page starts; the dictionary is before it.
    data: Option<usize>,
}

impl<'a> Pages<'a> {
    fn new(scratch: &'a mut Scratch) -> Self {
        let mut done = std::mem::take(&mut scratch.done);
        done.clear();
        Self { sink: TrackedWrite::new(done), scratch, uncompressed: 0, data: None }
    }

    fn put_dictionary(&mut self, form: &Form) -> Result<()> {
        self.scratch.page.clear();
        let entries = match form {
            Form::Floats(places) => {
                plain::put_floats(&mut self.scratch.page, places.entries.iter().copied());
                places.entries.len()
            }
            Form::Texts(places) => {
                plain::put_texts(&mut self.scratch.page, places.entries.iter().copied());
                places.entries.len()
            }
            _ => return Ok(()),
        };
        let buf = self.compressed()?;
        let num_values = entries as u32;
        self.put(Page::DictionaryPage { buf, num_values, encoding: Encoding::PLAIN, is_sorted: false })?;
        Ok(())
    }

    fn put_data(&mut self, form: &Form, valid: Option<&[bool]>, rows: usize, range: Range<usize>) -> Result<()> {
        let Scratch { page, levels, .. } = &mut *self.scratch;
        page.clear();
        if let Some(valid) = valid {
            levels.clear();
            levels.extend(valid.iter().map(|&has| u16::from(has)));
            // Their length comes first.
            page.extend_from_slice(&[0; 4]);
            hybrid::put(page, levels, 1);
            let length = page.len() as u32 - 4;
            page[..4].copy_from_slice(&length.to_le_bytes());
        }
        form.put(page, range);
        let buf = self.compressed()?;
        let start = self.put(Page::DataPage {
            buf,
            num_values: rows as u32,
            encoding: form.encoding(),
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        })?;
        self.data.get_or_insert(start);
        Ok(())
    }

    /// The page in Snappy.
    fn compressed(&mut self) -> Result<Bytes> {
        let Scratch { page, compressed, snappy, .. } = &mut *self.scratch;
        let most = snap::raw::max_compress_len(page.len());
        if compressed.len() < most {
            compressed.resize(most, 0);
        }
        let size = snappy.compress(page, compressed).map_err(|error| ParquetError::External(Box::new(error)))?;
        Ok(Bytes::copy_from_slice(&compressed[..size]))
    }

    /// Appends a page; where it starts.
    fn put(&mut self, page: Page) -> Result<usize> {
        let page = CompressedPage::new(page, self.scratch.page.len());
        let written = SerializedPageWriter::new(&mut self.sink).write_page(page)?;
        self.uncompressed += written.uncompressed_size;
        Ok(written.offset as usize)
    }

    fn finish(
        self,
        descriptor: &ColumnDescPtr,
        rows: usize,
        has_levels: bool,
        encoding: Encoding,
        statistics: Statistics,
    ) -> Result<(Bytes, ColumnCloseResult)> {
        let bytes = Bytes::from(self.sink.into_inner()?);
        let has_dictionary = encoding == Encoding::RLE_DICTIONARY;
        let mut encodings = vec![encoding];
        encodings.extend(has_levels.then_some(Encoding::RLE));
        encodings.extend(has_dictionary.then_some(Encoding::PLAIN));
        let metadata = ColumnChunkMetaData::builder(descriptor.clone())
            .set_compression_codec(Compression::SNAPPY.into())
            .set_encodings(encodings)
            .set_total_compressed_size(long(bytes.len()))
            .set_total_uncompressed_size(long(self.uncompressed))
            .set_num_values(long(rows))
            .set_data_page_offset(long(self.data.unwrap_or(0)))
            .set_dictionary_page_offset(has_dictionary.then_some(0))
            .set_statistics(statistics)
            .build()?;
        let (bytes_written, rows_written) = (bytes.len() as u64, rows as u64);
        let (bloom_filter, column_index, offset_index) = (None, None, None);
        let close =
            ColumnCloseResult { bytes_written, rows_written, metadata, bloom_filter, column_index, offset_index };
        Ok((bytes, close))
    }
}

/// A count as Parquet has it.
fn long(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
