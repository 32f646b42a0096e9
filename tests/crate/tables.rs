//! Laws of the tables: what is written is read back by the reader of the `parquet` crate, bit for bit, whatever the blocks.

mod repetition;

use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::reader::{get_typed_column_reader, ColumnReader};
use parquet::data_type::{ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::file::statistics::Statistics;
use proptest::prelude::*;
use repetition::repeated;
use scale_schedule::codec::Codec;
use scale_schedule::fill::{fill, Steps};
use scale_schedule::pace::Pace;
use scale_schedule::resolve::resolve;
use scale_schedule::run::Run;
use scale_schedule::schedule::Schedule;
use scale_schedule::time::{Clock, Time, Unit};
use scale_schedule_tables::configuration::Configuration;
use scale_schedule_tables::file::File;
use scale_schedule_tables::long;
use scale_schedule_tables::schema::{Column, Kind, Schema};
use scale_schedule_tables::wide::Part;
use std::collections::BTreeSet;

const GROUP: u32 = 262_144;

/// A cell, so that only equal bits are equal.
#[derive(Clone, Debug, PartialEq)]
enum Cell {
    Null,
    Number(u64),
    Text(String),
}

fn schema(columns: &[(Kind, bool)]) -> Schema {
    let column = |(index, &(kind, nullable))| Column { name: format!("column {index}"), kind, nullable };
    Schema {
        created_by: "scale-schedule version 1.2.3".to_owned(),
        metadata: vec![("key".to_owned(), "värde".to_owned())],
        columns: columns.iter().enumerate().map(column).collect(),
    }
}

fn push(file: &mut File, column: usize, kind: Kind, cells: &[Cell]) {
    let column = &mut file.columns[column];
    column.push_valid(cells.iter().map(|cell| *cell != Cell::Null));
    if kind == Kind::Text {
        let texts = cells.iter().filter_map(|cell| if let Cell::Text(text) = cell { Some(text) } else { None });
        let joined: String = texts.clone().map(String::as_str).collect();
        column.push_texts(texts.map(String::len), joined.as_bytes());
    } else {
        let number = |cell: &Cell| if let Cell::Number(bits) = cell { Some(f64::from_bits(*bits)) } else { None };
        column.push_numbers(&cells.iter().filter_map(number).collect::<Vec<_>>());
    }
}

fn bytes(mut file: File) -> Bytes {
    let mut done = file.take().unwrap();
    file.finish().unwrap();
    done.extend(file.take().unwrap());
    done.concat().into()
}

/// A table as a file, written in blocks of these sizes, again and again.
fn write(columns: &[(Kind, bool)], table: &[Vec<Cell>], blocks: &[usize]) -> Bytes {
    let mut file = File::new(&schema(columns)).unwrap();
    let rows = table[0].len();
    let mut at = 0;
    for &block in blocks.iter().cycle() {
        let end = rows.min(at + block);
        for (index, (cells, &(kind, _))) in table.iter().zip(columns).enumerate() {
            push(&mut file, index, kind, &cells[at..end]);
        }
        file.add_rows(end - at).unwrap();
        at = end;
        if at == rows {
            break;
        }
    }
    bytes(file)
}

fn values<T: DataType>(reader: ColumnReader, rows: usize, nullable: bool) -> Vec<Option<T::T>> {
    let mut reader = get_typed_column_reader::<T>(reader);
    let (mut found, mut levels) = (Vec::new(), Vec::new());
    let all = reader.read_records(rows, nullable.then_some(&mut levels), None, &mut found).unwrap();
    assert_eq!(all.0, rows);
    if !nullable {
        return found.into_iter().map(Some).collect();
    }
    let mut found = found.into_iter();
    levels.into_iter().map(|level| if level == 1 { found.next() } else { None }).collect()
}

fn cells(group: &dyn RowGroupReader, index: usize, (kind, nullable): (Kind, bool)) -> Vec<Cell> {
    let rows = group.metadata().num_rows() as usize;
    let reader = group.get_column_reader(index).unwrap();
    let number = |value: f64| Cell::Number(value.to_bits());
    let cell = |value: Option<Cell>| value.unwrap_or(Cell::Null);
    match kind {
        Kind::Int32 => {
            let found = values::<Int32Type>(reader, rows, nullable);
            found.into_iter().map(|value| cell(value.map(|value| number(f64::from(value))))).collect()
        }
        Kind::Int64 => {
            let found = values::<Int64Type>(reader, rows, nullable);
            found.into_iter().map(|value| cell(value.map(|value| number(value as f64)))).collect()
        }
        Kind::Float64 => {
            values::<DoubleType>(reader, rows, nullable).into_iter().map(|value| cell(value.map(number))).collect()
        }
        Kind::Text => {
            let text = |value: parquet::data_type::ByteArray| Cell::Text(value.as_utf8().unwrap().to_owned());
            values::<ByteArrayType>(reader, rows, nullable).into_iter().map(|value| cell(value.map(text))).collect()
        }
    }
}

fn read(file: &Bytes, columns: &[(Kind, bool)]) -> Vec<Vec<Cell>> {
    let reader = SerializedFileReader::new(file.clone()).unwrap();
    let mut table = vec![Vec::new(); columns.len()];
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).unwrap();
        for (index, &column) in columns.iter().enumerate() {
            table[index].extend(cells(&*group, index, column));
        }
    }
    table
}

fn integer(most: i64) -> impl Strategy<Value = f64> {
    prop_oneof![Just(0), Just(-1), Just(most), Just(-most), -most..=most, -3..100_i64].prop_map(|value| value as f64)
}

fn double() -> impl Strategy<Value = f64> {
    let hard = vec![0.0, -0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MIN_POSITIVE, 5e-324, 0.1];
    prop_oneof![prop::sample::select(hard), any::<f64>(), any::<u64>().prop_map(f64::from_bits)]
}

fn cell(kind: Kind) -> BoxedStrategy<Cell> {
    let number = |value: f64| Cell::Number(value.to_bits());
    match kind {
        // The least of all is its own negative.
        Kind::Int32 => integer(i64::from(i32::MAX)).prop_map(number).boxed(),
        Kind::Int64 => integer((1 << 53) - 1).prop_map(number).boxed(),
        Kind::Float64 => double().prop_map(number).boxed(),
        Kind::Text => "\\PC{0,12}".prop_map(Cell::Text).boxed(),
    }
}

/// Few different values or many, in runs or not.
fn column((kind, nullable): (Kind, bool), rows: usize) -> impl Strategy<Value = Vec<Cell>> {
    let nulls = if nullable { 3 } else { 0 };
    let own = prop_oneof![Just(1_usize), Just(2), Just(40), Just(5000)];
    (own, 1..40_usize, any::<u64>()).prop_flat_map(move |(different, run, seed)| {
        prop::collection::vec(cell(kind), different.min(rows)).prop_map(move |values| {
            let mut state = seed | 1;
            let mut next = move || {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                state as usize
            };
            let mut out = Vec::with_capacity(rows + run);
            while out.len() < rows {
                let value = if next() % 8 < nulls { Cell::Null } else { values[next() % values.len()].clone() };
                out.extend(std::iter::repeat_n(value, 1 + next() % run));
            }
            out.truncate(rows);
            out
        })
    })
}

fn tables(most: usize) -> impl Strategy<Value = (Vec<(Kind, bool)>, Vec<Vec<Cell>>)> {
    let kinds = prop::collection::vec((prop::sample::select(&Kind::ALL[..]), any::<bool>()), 1..6);
    (kinds, 1..most).prop_flat_map(|(kinds, rows)| {
        let columns: Vec<_> = kinds.iter().map(|&kind| column(kind, rows)).collect();
        (Just(kinds), columns)
    })
}

proptest! {
    #![proptest_config(repeated(150))]

    #[test]
    fn what_is_written_is_read_back((columns, table) in tables(3000), blocks in prop::collection::vec(1..2000_usize, 1..4)) {
        let file = write(&columns, &table, &[usize::MAX / 2]);
        prop_assert_eq!(read(&file, &columns), table.clone());
        prop_assert_eq!(write(&columns, &table, &blocks), file);
    }
}

proptest! {
    #![proptest_config(repeated(10))]

    #[test]
    fn groups_have_a_fixed_size(
        cells in column((Kind::Float64, true), 2 * GROUP as usize + 1000),
        blocks in prop::collection::vec(1000..300_000_usize, 1..4),
    ) {
        let columns = [(Kind::Float64, true)];
        let table = [cells];
        let file = write(&columns, &table, &blocks);
        prop_assert_eq!(&file, &write(&columns, &table, &[usize::MAX / 2]));
        let reader = SerializedFileReader::new(file.clone()).unwrap();
        let rows: Vec<_> = reader.metadata().row_groups().iter().map(RowGroupMetaData::num_rows).collect();
        prop_assert_eq!(rows, vec![i64::from(GROUP), i64::from(GROUP), 1000]);
        prop_assert_eq!(&read(&file, &columns)[..], &table[..]);
    }
}

#[test]
fn wide_tables_have_groups_of_as_many_cells() {
    let columns = [(Kind::Float64, false); 64];
    let rows = 100_000;
    let cells: Vec<_> = (0..rows).map(|row| Cell::Number(f64::from(row).to_bits())).collect();
    let file = write(&columns, &vec![cells; 64], &[usize::MAX / 2]);
    let reader = SerializedFileReader::new(file).unwrap();
    let rows: Vec<_> = reader.metadata().row_groups().iter().map(RowGroupMetaData::num_rows).collect();
    assert_eq!(rows, [65_536, 34_464]);
}

#[test]
fn a_file_says_what_it_is() {
    let columns = [(Kind::Int32, false), (Kind::Int64, true), (Kind::Float64, true), (Kind::Text, false)];
    let mut file = File::new(&schema(&columns)).unwrap();
    file.finish().unwrap();
    let file: Bytes = file.take().unwrap().concat().into();
    let reader = SerializedFileReader::new(file).unwrap();
    let metadata = reader.metadata().file_metadata();
    assert_eq!(metadata.created_by(), Some("scale-schedule version 1.2.3"));
    let pairs = metadata.key_value_metadata().unwrap();
    assert_eq!((pairs.len(), &pairs[0].key[..], pairs[0].value.as_deref()), (1, "key", Some("värde")));
    assert_eq!((metadata.num_rows(), reader.num_row_groups()), (0, 0));
    let names: Vec<_> = metadata.schema().get_fields().iter().map(|field| field.name().to_owned()).collect();
    assert_eq!(names, ["column 0", "column 1", "column 2", "column 3"]);
}

/// What the one row group says of the one column.
fn told(kind: Kind, nullable: bool, cells: Vec<Cell>) -> (Vec<Encoding>, Statistics) {
    let file = write(&[(kind, nullable)], &[cells], &[usize::MAX / 2]);
    let reader = SerializedFileReader::new(file).unwrap();
    let column = reader.metadata().row_group(0).column(0);
    (column.encodings().collect(), column.statistics().unwrap().clone())
}

fn numbers(values: impl IntoIterator<Item = f64>) -> Vec<Cell> {
    values.into_iter().map(|value| Cell::Number(value.to_bits())).collect()
}

#[test]
fn a_dictionary_is_taken_where_it_pays() {
    let of = |values: Vec<f64>| told(Kind::Float64, false, numbers(values)).0.contains(&Encoding::RLE_DICTIONARY);
    let rows = 10_000;
    assert!(of(vec![0.1; rows]));
    assert!(of((0..rows).map(|row| (row % 4096) as f64).collect()));
    assert!(!of((0..rows).map(|row| (row % 4097) as f64).collect()));
    assert!(!of((0..rows).map(|row| 1.0 / (row + 1) as f64).collect()));
    assert!(of((0..rows).map(|row| if row < 5000 { -0.0 } else { f64::NAN }).collect()));
    let text =
        |count: usize| told(Kind::Text, false, (0..rows).map(|row| Cell::Text((row % count).to_string())).collect()).0;
    assert!(text(7).contains(&Encoding::RLE_DICTIONARY));
    assert!(!text(rows).contains(&Encoding::RLE_DICTIONARY));
}

#[test]
fn bounds_are_those_of_the_values() {
    let bounds = |values: Vec<f64>| match told(Kind::Float64, false, numbers(values)).1 {
        Statistics::Double(found) => [found.min_opt(), found.max_opt()].map(|bound| bound.copied().map(f64::to_bits)),
        other => panic!("{other:?}"),
    };
    let both = |low: f64, high: f64| [Some(low.to_bits()), Some(high.to_bits())];
    assert_eq!(bounds(vec![3.0, f64::NAN, -1.5, 7.0, 2.0, 1.0]), both(-1.5, 7.0));
    assert_eq!(bounds(vec![0.0, 0.0]), both(-0.0, 0.0));
    assert_eq!(bounds(vec![-0.0]), both(-0.0, 0.0));
    assert_eq!(bounds(vec![f64::NAN; 3]), [None, None]);
    assert_eq!(bounds(vec![f64::NEG_INFINITY, f64::INFINITY]), both(f64::NEG_INFINITY, f64::INFINITY));
    let texts =
        |texts: &[&str]| told(Kind::Text, true, texts.iter().map(|text| Cell::Text((*text).to_owned())).collect()).1;
    assert_eq!(texts(&["b", "a", "ä"]).min_bytes_opt(), Some("a".as_bytes()));
    assert_eq!(texts(&["b", "a", "ä"]).max_bytes_opt(), Some("ä".as_bytes()));
    assert_eq!(texts(&["b", &"c".repeat(65)]).max_bytes_opt(), None);
    let integers =
        told(Kind::Int64, true, vec![Cell::Number(5_f64.to_bits()), Cell::Null, Cell::Number((-7_f64).to_bits())]).1;
    assert_eq!(integers, Statistics::int64(Some(-7), Some(5), None, Some(1), false));
}

proptest! {
    #![proptest_config(repeated(200))]

    #[test]
    fn curves_are_those_of_the_core(
        starts in prop::collection::vec((0..5000_u32, 1..90_u32, 0..12_000_u32), 0..6),
        alphas in prop::collection::vec((0.0..2.0, 0.0..2.0), 1..4),
        rate in double(),
        id in 0..1000_u32,
    ) {
        let run = Run { max_duration: Some(Time::new(9000.0, Unit::Batch)), dataloader_len: None, ssr: 1.0 };
        let time = |value| Time::new(value, Unit::Duration);
        let pace = Pace::default();
        let curves: Vec<_> = alphas.iter().enumerate().map(|(index, &(alpha_i, alpha_f))| {
            let schedule = if index == 0 {
                Schedule::CosineAnnealing { t_max: time(1.0), alpha_f }
            } else {
                Schedule::Linear { alpha_i, alpha_f, t_max: time(0.5) }
            };
            resolve(&schedule, &run).unwrap()
        }).collect();
        let mut numbers = vec![f64::from(id), rate, curves.len() as f64];
        for curve in &curves {
            let mut own = Vec::new();
            pace.write(&mut own);
            curve.write(&mut own);
            numbers.push(own.len() as f64);
            numbers.extend(own);
        }
        numbers.push(starts.len() as f64);
        let mut expected = vec![Vec::new(); 3];
        for &(from, stride, count) in &starts {
            let (from, stride) = (f64::from(from), f64::from(stride));
            numbers.extend([from, stride, f64::from(count)]);
            let steps = Steps { from, stride, count: count as usize };
            let mut product = vec![0.0; steps.count];
            for (index, curve) in curves.iter().enumerate() {
                let mut factor = vec![0.0; steps.count];
                fill(curve, &pace, steps, &mut factor).unwrap();
                product.iter_mut().zip(&factor).for_each(|(product, &factor)| {
                    *product = if index == 0 { factor } else { *product * factor };
                });
            }
            for (index, product) in product.into_iter().enumerate() {
                let row = [f64::from(id), steps.at(index), product * rate];
                expected.iter_mut().zip(row).for_each(|(column, value)| column.push(Cell::Number(value.to_bits())));
            }
        }
        let columns = [(Kind::Int32, false), (Kind::Int32, false), (Kind::Float64, false)];
        let mut file = File::new(&schema(&columns)).unwrap();
        long::add(&mut file, &mut Configuration::read(&numbers).unwrap()).unwrap();
        let file = bytes(file);
        // Which NaN a product gives is left to the processor.
        let one_nan = |cell: Cell| match cell {
            Cell::Number(bits) if f64::from_bits(bits).is_nan() => Cell::Number(f64::NAN.to_bits()),
            other => other,
        };
        let plain = |table: Vec<Vec<Cell>>| -> Vec<Vec<Cell>> {
            table.into_iter().map(|column| column.into_iter().map(one_nan).collect()).collect()
        };
        prop_assert_eq!(plain(read(&file, &columns)), plain(expected));
        prop_assert_eq!(Configuration::read(&numbers[..numbers.len() - 1]).is_none(), true);
    }

    #[test]
    fn wide_rows_are_all_steps_that_some_configuration_keeps(
        parts in prop::collection::vec(
            prop::option::weighted(0.9, prop::collection::vec((0..9000_u32, 1..40_u32, 0..900_u32), 0..4)),
            1..5,
        ),
        (from, length) in (0..9000_u32, 1..40_000_u32),
    ) {
        let run = Run { max_duration: Some(Time::new(9000.0, Unit::Batch)), dataloader_len: None, ssr: 1.0 };
        let linear = Schedule::Linear { alpha_i: 1.0, alpha_f: 0.0, t_max: Time::new(1.0, Unit::Duration) };
        let curve = resolve(&linear, &run).unwrap();
        let mut own = Vec::new();
        Pace::default().write(&mut own);
        curve.write(&mut own);
        let until = from + length;
        let mut numbers = vec![f64::from(from), f64::from(until), parts.len() as f64];
        let mut kept: Vec<BTreeSet<u32>> = Vec::new();
        for (id, part) in parts.iter().enumerate() {
            let Some(gaps) = part else {
                numbers.push(0.0);
                kept.push(BTreeSet::new());
                continue;
            };
            let mut next = from;
            let mut ranges = Vec::new();
            let mut steps = BTreeSet::new();
            for &(gap, stride, count) in gaps {
                let first = next + gap;
                let count = count.min(until.saturating_sub(first).div_ceil(stride));
                ranges.extend([first, stride, count].map(f64::from));
                steps.extend((0..count).map(|index| first + index * stride));
                next = first + stride * count;
            }
            let mut configuration = vec![id as f64, (id + 1) as f64, 1.0, own.len() as f64];
            configuration.extend(&own);
            configuration.push(gaps.len() as f64);
            configuration.extend(ranges);
            numbers.push(configuration.len() as f64);
            numbers.extend(configuration);
            kept.push(steps);
        }
        let rows: BTreeSet<u32> = kept.iter().flatten().copied().collect();
        let number = |value: f64| Cell::Number(value.to_bits());
        let mut expected = vec![rows.iter().map(|&step| number(f64::from(step))).collect::<Vec<_>>()];
        for (id, own) in kept.iter().enumerate() {
            let clock = |step: u32| Clock([0.0, f64::from(step), 0.0, 0.0, 0.0, 0.0]);
            let rate = |step: u32| number(curve.value_at(&clock(step)).unwrap() * (id + 1) as f64);
            expected.push(rows.iter().map(|&step| if own.contains(&step) { rate(step) } else { Cell::Null }).collect());
        }
        let mut columns = vec![(Kind::Int32, false)];
        columns.resize(parts.len() + 1, (Kind::Float64, true));
        let mut file = File::new(&schema(&columns)).unwrap();
        prop_assert_eq!(Part::read(&numbers).unwrap().add_to(&mut file).unwrap(), rows.len());
        let file = bytes(file);
        prop_assert_eq!(&read(&file, &columns), &expected);
        prop_assert_eq!(write(&columns, &expected, &[usize::MAX / 2]), file);
    }

    #[test]
    fn what_is_no_schema_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        // Lengths beyond the end, and anything behind it, make none.
        if let Some(found) = Schema::read(&bytes) {
            prop_assert!(found.columns.len() <= bytes.len());
        }
    }
}
