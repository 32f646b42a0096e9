//! A file in the making: rows in blocks of any size, cut into row groups, and the bytes that are done.

use crate::chunk::{self, Scratch};
use crate::column::Column;
use crate::schema::Schema;
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use std::io::Write;
use std::sync::Arc;

/// The rows of a row group: enough that its overhead is nothing, and few enough that readers have groups to share among
/// threads.
const GROUP_ROWS: usize = 262_144;
/// The most cells of a row group: 32 MB of doubles.
const GROUP_CELLS: usize = 1 << 22;
/// The size of a piece of finished bytes, so that none is moved because there are more.
const PIECE: usize = 1 << 20;

/// Finished bytes, in pieces.
#[derive(Default)]
pub struct Pieces(Vec<Vec<u8>>);

/// A file in the making.
pub struct File {
    writer: SerializedFileWriter<Pieces>,
    /// The rows that wait for their group; a column may be ahead of others while a block is added.
    pub columns: Vec<Column>,
    waiting: usize,
    group_rows: usize,
    scratch: Scratch,
}

impl File {
    /// A file without rows.
    pub fn new(schema: &Schema) -> Result<Self> {
        let properties = WriterProperties::builder()
            .set_created_by(schema.created_by.clone())
            .set_key_value_metadata(Some(schema.key_values()))
            // Pages need no index where a group is read by its statistics.
            .set_offset_index_disabled(true)
            .build();
        let writer = SerializedFileWriter::new(Pieces::default(), schema.root()?, Arc::new(properties))?;
        let columns = schema.columns.iter().map(|column| Column::new(column.kind, column.nullable)).collect();
        let group_rows = (GROUP_CELLS / schema.columns.len().max(1)).clamp(1, GROUP_ROWS);
        Ok(Self { writer, columns, waiting: 0, group_rows, scratch: Scratch::default() })
    }

    /// How many rows fit into the group that waits.
    pub fn room(&self) -> usize {
        self.group_rows - self.waiting
    }

    /// Rows that every column has been given: whole groups of them are written.
    pub fn add_rows(&mut self, rows: usize) -> Result<()> {
        self.waiting += rows;
        while self.waiting >= self.group_rows {
            self.write_group(self.group_rows)?;
        }
        Ok(())
    }

    /// Writes the rest and the footer.
    pub fn finish(&mut self) -> Result<()> {
        if self.waiting > 0 {
            self.write_group(self.waiting)?;
        }
        self.writer.finish()?;
        Ok(())
    }

    /// The bytes that are done; those of rows that wait come later.
    pub fn take(&mut self) -> Result<Vec<Vec<u8>>> {
        self.writer.flush()?;
        Ok(std::mem::take(&mut self.writer.inner_mut().0))
    }

    fn write_group(&mut self, rows: usize) -> Result<()> {
        let descriptors = self.writer.schema_descr().columns().to_vec();
        let mut group = self.writer.next_row_group()?;
        for (column, descriptor) in self.columns.iter_mut().zip(&descriptors) {
            let (bytes, close) = chunk::write(column, rows, descriptor, &mut self.scratch)?;
            group.append_column(&bytes, close)?;
            self.scratch.done = bytes.into();
            column.drain(rows);
        }
        group.close()?;
        self.waiting -= rows;
        Ok(())
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut rest = bytes;
        while !rest.is_empty() {
            if self.0.last().is_none_or(|last| last.len() == PIECE) {
                self.0.push(Vec::with_capacity(PIECE));
            }
            if let Some(last) = self.0.last_mut() {
                let (some, others) = rest.split_at(rest.len().min(PIECE - last.len()));
                last.extend_from_slice(some);
                rest = others;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
