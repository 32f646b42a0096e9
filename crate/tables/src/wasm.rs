//! The exports: bytes and numbers in, the bytes of files out. No logic; the only file that knows WebAssembly.
//!
//! An instance makes one file at a time. What fails traps: no input of a user's gets here unchecked.

use crate::configuration::Configuration;
use crate::file::File;
use crate::long;
use crate::schema::Schema;
use crate::wide::Part;
use core::cell::UnsafeCell;
use wasm_bindgen::prelude::wasm_bindgen;

struct Tables {
    /// What the next call reads, from an address that is a multiple of 8.
    buffer: Vec<f64>,
    file: Option<File>,
    /// Finished bytes that are being fetched.
    pieces: Vec<Vec<u8>>,
}

/// What an instance holds between calls.
struct Held(UnsafeCell<Tables>);

// SAFETY: an instance of the module has one thread.
#[allow(unsafe_code)]
unsafe impl Sync for Held {}

static TABLES: Held = Held(UnsafeCell::new(Tables { buffer: Vec::new(), file: None, pieces: Vec::new() }));

#[allow(unsafe_code)]
fn with<T>(run: impl FnOnce(&mut Tables) -> T) -> T {
    // SAFETY: no export is entered while another runs: none calls anything outside the module, none calls another, and
    // no reference outlives its call. An instance whose call has trapped is not used again.
    run(unsafe { &mut *TABLES.0.get() })
}

impl Tables {
    /// The first bytes of the buffer.
    #[allow(unsafe_code)]
    fn bytes(&self, len: usize) -> &[u8] {
        assert!(len <= self.buffer.len() * size_of::<f64>());
        // SAFETY: every f64 is eight bytes that are set, and `len` of them were found to be within the buffer.
        unsafe { core::slice::from_raw_parts(self.buffer.as_ptr().cast(), len) }
    }

    fn file(&mut self) -> &mut File {
        self.file.as_mut().expect("a file is open")
    }
}

/// The address of the buffer, grown to hold at least `len` bytes.
#[wasm_bindgen]
pub fn reserve(len: usize) -> *mut f64 {
    with(|tables| {
        let len = len.div_ceil(size_of::<f64>());
        if tables.buffer.len() < len {
            tables.buffer.resize(len, 0.0);
        }
        tables.buffer.as_mut_ptr()
    })
}

/// Begins a file with the schema in the first `len` bytes.
#[wasm_bindgen]
pub fn open(len: usize) {
    with(|tables| {
        let schema = Schema::read(tables.bytes(len)).expect("a schema");
        tables.file = Some(File::new(&schema).expect("a file"));
    });
}

/// Adds the first `count` numbers of the buffer to a column.
#[wasm_bindgen]
pub fn push_numbers(column: usize, count: usize) {
    with(|Tables { buffer, file, .. }| {
        file.as_mut().expect("a file is open").columns[column].push_numbers(&buffer[..count]);
    });
}

/// Adds texts to a column: the buffer has `count` lengths as 32 bits each, then the texts, `len` bytes in all.
#[wasm_bindgen]
pub fn push_texts(column: usize, count: usize, len: usize) {
    with(|tables| {
        let bytes = tables.bytes(len).to_vec();
        let (lengths, texts) = bytes.split_at(4 * count);
        let lengths = lengths
            .chunks_exact(4)
            .map(|length| length.iter().rev().fold(0, |number, &byte| number << 8 | usize::from(byte)));
        tables.file().columns[column].push_texts(lengths, texts);
    });
}

/// Adds whether rows have a value, a byte for each, to a column.
#[wasm_bindgen]
pub fn push_valid(column: usize, rows: usize) {
    with(|tables| {
        let valid: Vec<bool> = tables.bytes(rows).iter().map(|&byte| byte != 0).collect();
        tables.file().columns[column].push_valid(valid.into_iter());
    });
}

/// Ends a block: every column has been given so many rows.
#[wasm_bindgen]
pub fn add_rows(rows: usize) {
    with(|tables| tables.file().add_rows(rows).expect("rows"));
}

/// Adds the rows of a configuration, which is in the first `count` numbers, to a file of the long layout.
#[wasm_bindgen]
pub fn add_long(count: usize) {
    with(|tables| {
        let mut configuration = Configuration::read(&tables.buffer[..count]).expect("a configuration");
        long::add(tables.file(), &mut configuration).expect("rows");
    });
}

/// Adds the rows of a part, which is in the first `count` numbers, to a file of the wide layout; how many there are.
#[wasm_bindgen]
pub fn add_wide(count: usize) -> usize {
    with(|tables| {
        let mut part = Part::read(&tables.buffer[..count]).expect("a part");
        part.add_to(tables.file()).expect("rows")
    })
}

/// Ends the file: its last bytes are done.
#[wasm_bindgen]
pub fn finish() {
    with(|tables| {
        tables.file().finish().expect("a footer");
        let pieces = tables.file().take().expect("bytes");
        tables.pieces.extend(pieces);
        tables.file = None;
    });
}

/// How many pieces of bytes are done.
#[wasm_bindgen]
pub fn pieces() -> usize {
    with(|tables| {
        if let Some(file) = &mut tables.file {
            let pieces = file.take().expect("bytes");
            tables.pieces.extend(pieces);
        }
        tables.pieces.len()
    })
}

/// The address of a piece.
#[wasm_bindgen]
pub fn piece_address(index: usize) -> *const u8 {
    with(|tables| tables.pieces[index].as_ptr())
}

/// How many bytes a piece has.
#[wasm_bindgen]
pub fn piece_length(index: usize) -> usize {
    with(|tables| tables.pieces[index].len())
}

/// Lets all pieces go.
#[wasm_bindgen]
pub fn clear() {
    with(|tables| tables.pieces.clear());
}
