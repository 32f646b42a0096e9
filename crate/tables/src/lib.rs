//! Tables as Apache Parquet: columns of values in, the bytes of a file out, row group by row group.
//!
//! A [`schema::Schema`] says which columns there are, a [`file::File`] takes their values in blocks of any size and cuts
//! them into groups of its own, and a [`chunk`] is what a group has of a column: pages of an [`encode`]d form, in Snappy.
//! The curves of a [`configuration`] are evaluated here, into the memory they are encoded from, in the [`long`] layout or
//! the [`wide`].
//!
//! The bytes follow from schema and values alone: not from the blocks, the time or the machine.
//!
//! Not here: which rows a table has, names, units, digests. Those are TypeScript's.

pub mod chunk;
pub mod column;
pub mod configuration;
pub mod encode;
pub mod file;
pub mod long;
pub mod schema;
pub mod statistics;
#[cfg(target_arch = "wasm32")]
mod wasm;
pub mod wide;
