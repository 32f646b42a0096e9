//! Which columns a table has, and what its files say of it.

use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::schema::types::{Type, TypePtr};
use std::sync::Arc;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 32-bit integers.
    Int32,
    /// 64-bit integers.
    Int64,
    /// Doubles.
    Float64,
    /// Texts in UTF-8.
    Text,
}

impl Kind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Int32, Self::Int64, Self::Float64, Self::Text];
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What it is called.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// Whether rows may lack a value.
    pub nullable: bool,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// Who writes it, as readers look for it: `name version x.y.z`.
    pub created_by: String,
    /// Facts by their keys.
    pub metadata: Vec<(String, String)>,
    /// The columns, in order.
    pub columns: Vec<Column>,
}

impl Schema {
    /// From bytes: counts and lengths as little-endian `u32`, texts after their length. `None` for anything else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut r = Reader(bytes);
        let created_by = r.text()?;
        let metadata = r.list(|r| Some((r.text()?, r.text()?)))?;
        let columns = r.list(|r| {
            let kind = *Kind::ALL.get(r.number()?)?;
            Some(Column { kind, nullable: r.number()? != 0, name: r.text()? })
        })?;
        r.0.is_empty().then_some(Self { created_by, metadata, columns })
    }

    /// As the footer has it.
    pub(crate) fn root(&self) -> Result<TypePtr> {
        let fields = self.columns.iter().map(Column::field).collect::<Result<_>>()?;
        Ok(Arc::new(Type::group_type_builder("root").with_fields(fields).build()?))
    }

    pub(crate) fn key_values(&self) -> Vec<KeyValue> {
        self.metadata.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect()
    }
}

impl Column {
    fn field(&self) -> Result<TypePtr> {
        let physical = match self.kind {
            Kind::Int32 => Physical::INT32,
            Kind::Int64 => Physical::INT64,
            Kind::Float64 => Physical::DOUBLE,
            Kind::Text => Physical::BYTE_ARRAY,
        };
        let repetition = if self.nullable { Repetition::OPTIONAL } else { Repetition::REQUIRED };
        let builder = Type::primitive_type_builder(&self.name, physical).with_repetition(repetition);
        let builder = match self.kind {
            Kind::Text => builder.with_converted_type(ConvertedType::UTF8).with_logical_type(Some(LogicalType::String)),
            _ => builder,
        };
        Ok(Arc::new(builder.build()?))
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn number(&mut self) -> Option<usize> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        usize::try_from(u32::from_le_bytes(*number)).ok()
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        (0..self.number()?).map(|_| item(self)).collect()
    }
}
