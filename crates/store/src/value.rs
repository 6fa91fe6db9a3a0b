//! The five kinds of value a column can hold, and rows read back as them.

use std::borrow::Cow;

use ::postgres::types::private::BytesMut;
use ::postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use base::{Day, Fen, Instant};

use crate::Error;

/// A value for a parameter, or one read from a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// No value.
    Null,
    /// A whole number: counts, fen, milliseconds, 0 and 1.
    Int(i64),
    /// A measured number.
    Real(f64),
    /// Text: ids, legal days, JSON.
    Text(Cow<'a, str>),
    /// Bytes: hashes, ciphertext.
    Bytes(Cow<'a, [u8]>),
}

/// What can stand in `params![…]`.
pub trait ToValue {
    /// The value, borrowed where it can be.
    fn to_value(&self) -> Value<'_>;
}

macro_rules! to_value {
    ($($type:ty: |$v:ident| $make:expr;)*) => {$(
        impl ToValue for $type {
            fn to_value(&self) -> Value<'_> {
                let $v = self;
                $make
            }
        }
    )*};
}

to_value! {
    i64: |v| Value::Int(*v);
    u32: |v| Value::Int(i64::from(*v));
    bool: |v| Value::Int(i64::from(*v));
    f64: |v| Value::Real(*v);
    str: |v| Value::Text(Cow::Borrowed(v));
    String: |v| Value::Text(Cow::Borrowed(v));
    [u8]: |v| Value::Bytes(Cow::Borrowed(v));
    Vec<u8>: |v| Value::Bytes(Cow::Borrowed(v));
    Instant: |v| Value::Int(v.ms());
    Fen: |v| Value::Int(v.0);
    Day: |v| Value::Text(Cow::Owned(v.to_string()));
    Value<'_>: |v| v.clone();
}

impl<const N: usize> ToValue for [u8; N] {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(Cow::Borrowed(self))
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

impl Value<'_> {
    /// The same value, owning its bytes.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Int(n) => Value::Int(n),
            Self::Real(n) => Value::Real(n),
            Self::Text(t) => Value::Text(Cow::Owned(t.into_owned())),
            Self::Bytes(b) => Value::Bytes(Cow::Owned(b.into_owned())),
        }
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(n) => ValueRef::Integer(*n),
            Value::Real(n) => ValueRef::Real(*n),
            Value::Text(t) => ValueRef::Text(t.as_bytes()),
            Value::Bytes(b) => ValueRef::Blob(b),
        }))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(n) => n.to_sql(ty, out),
            Value::Real(n) => n.to_sql(ty, out),
            Value::Text(t) => t.as_ref().to_sql(ty, out),
            Value::Bytes(b) => b.as_ref().to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::FLOAT8 | Type::TEXT | Type::VARCHAR | Type::NAME | Type::BYTEA)
    }

    to_sql_checked!();
}

/// One row of an answer. Columns count from 0.
#[derive(Debug)]
pub struct Row<'a> {
    pub(crate) statement: &'a str,
    pub(crate) inner: RowKind<'a>,
}

#[derive(Debug)]
pub(crate) enum RowKind<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a ::postgres::Row),
}

impl Row<'_> {
    fn corrupt(&self, column: usize, what: impl ToString) -> Error {
        Error::Corrupt { statement: self.statement.to_owned(), column, what: what.to_string() }
    }

    /// Whatever the column holds.
    pub fn value(&self, column: usize) -> Result<Value<'static>, Error> {
        match &self.inner {
            RowKind::Sqlite(row) => {
                use rusqlite::types::ValueRef;
                let value = row.get_ref(column).map_err(|e| self.corrupt(column, e))?;
                Ok(match value {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(n) => Value::Int(n),
                    ValueRef::Real(n) => Value::Real(n),
                    ValueRef::Text(t) => {
                        let text = std::str::from_utf8(t).map_err(|e| self.corrupt(column, e))?;
                        Value::Text(Cow::Owned(text.to_owned()))
                    }
                    ValueRef::Blob(b) => Value::Bytes(Cow::Owned(b.to_vec())),
                })
            }
            RowKind::Postgres(row) => self.postgres_value(row, column),
        }
    }

    fn postgres_value(&self, row: &::postgres::Row, column: usize) -> Result<Value<'static>, Error> {
        let ty = row.columns().get(column).map(|c| c.type_().clone());
        let fail = |e: ::postgres::Error| self.corrupt(column, e);
        Ok(match ty {
            Some(Type::INT8) => {
                row.try_get::<_, Option<i64>>(column).map_err(fail)?.map_or(Value::Null, Value::Int)
            }
            Some(Type::INT4) => row
                .try_get::<_, Option<i32>>(column)
                .map_err(fail)?
                .map_or(Value::Null, |n| Value::Int(i64::from(n))),
            Some(Type::FLOAT8) => {
                row.try_get::<_, Option<f64>>(column).map_err(fail)?.map_or(Value::Null, Value::Real)
            }
            Some(Type::BYTEA) => row
                .try_get::<_, Option<Vec<u8>>>(column)
                .map_err(fail)?
                .map_or(Value::Null, |b| Value::Bytes(Cow::Owned(b))),
            Some(_) => row
                .try_get::<_, Option<String>>(column)
                .map_err(fail)?
                .map_or(Value::Null, |t| Value::Text(Cow::Owned(t))),
            None => return Err(self.corrupt(column, "no such column")),
        })
    }

    /// A whole number.
    pub fn int(&self, column: usize) -> Result<i64, Error> {
        self.opt_int(column)?.ok_or_else(|| self.corrupt(column, "nothing where a number belongs"))
    }

    /// A whole number or nothing.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, Error> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Int(n) => Ok(Some(n)),
            other => Err(self.corrupt(column, format!("{other:?} where a whole number belongs"))),
        }
    }

    /// 0 or 1.
    pub fn flag(&self, column: usize) -> Result<bool, Error> {
        Ok(self.int(column)? != 0)
    }

    /// A text.
    pub fn text(&self, column: usize) -> Result<String, Error> {
        self.opt_text(column)?.ok_or_else(|| self.corrupt(column, "nothing where a text belongs"))
    }

    /// A text or nothing.
    pub fn opt_text(&self, column: usize) -> Result<Option<String>, Error> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Text(t) => Ok(Some(t.into_owned())),
            other => Err(self.corrupt(column, format!("{other:?} where a text belongs"))),
        }
    }

    /// Bytes.
    pub fn bytes(&self, column: usize) -> Result<Vec<u8>, Error> {
        match self.value(column)? {
            Value::Bytes(b) => Ok(b.into_owned()),
            other => Err(self.corrupt(column, format!("{other:?} where bytes belong"))),
        }
    }

    /// Exactly 32 bytes: a SHA-256.
    pub fn digest(&self, column: usize) -> Result<[u8; 32], Error> {
        let bytes = self.bytes(column)?;
        let len = bytes.len();
        bytes.try_into().map_err(|_| self.corrupt(column, format!("{len} bytes where a digest belongs")))
    }

    /// A moment.
    pub fn instant(&self, column: usize) -> Result<Instant, Error> {
        Ok(Instant::from_ms(self.int(column)?))
    }

    /// A legal day.
    pub fn day(&self, column: usize) -> Result<Day, Error> {
        Day::parse(&self.text(column)?).map_err(|e| self.corrupt(column, e))
    }

    /// A legal day or nothing.
    pub fn opt_day(&self, column: usize) -> Result<Option<Day>, Error> {
        let text = self.opt_text(column)?;
        text.map(|t| Day::parse(&t).map_err(|e| self.corrupt(column, e))).transpose()
    }

    /// A text that some parser accepts: an id, a stage, a role.
    pub fn parsed<T, E: ToString>(
        &self,
        column: usize,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, Error> {
        parse(&self.text(column)?).map_err(|e| self.corrupt(column, e))
    }

    /// JSON text as a value of the program.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: usize) -> Result<T, Error> {
        self.parsed(column, |text| serde_json::from_str(text))
    }
}
