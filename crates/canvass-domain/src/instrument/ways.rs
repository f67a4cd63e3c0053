//! Ways into an instrument, each written as the path that it goes.

/// The way to a value: `title`, `times.opens_at`, `organiser?.name`, `terms[].word`, `poll?.options[].text`.
macro_rules! at {
    ($one:ident) => {
        At { get: |i, _| Some(&i.$one), get_mut: |i, _| Some(&mut i.$one) }
    };
    ($part:ident.$one:ident) => {
        At { get: |i, _| Some(&i.$part.$one), get_mut: |i, _| Some(&mut i.$part.$one) }
    };
    ($part:ident?.$one:ident) => {
        At {
            get: |i, _| i.$part.as_ref().map(|part| &part.$one),
            get_mut: |i, _| i.$part.as_mut().map(|part| &mut part.$one),
        }
    };
    ($rows:ident[].$one:ident) => {
        At {
            get: |i, n| i.$rows.get(n).map(|row| &row.$one),
            get_mut: |i, n| i.$rows.get_mut(n).map(|row| &mut row.$one),
        }
    };
    ($part:ident?.$rows:ident[].$one:ident) => {
        At {
            get: |i, n| i.$part.as_ref()?.$rows.get(n).map(|row| &row.$one),
            get_mut: |i, n| i.$part.as_mut()?.$rows.get_mut(n).map(|row| &mut row.$one),
        }
    };
}

/// The way to a text, whether it is always there or may be.
macro_rules! text {
    ($($path:tt)+) => {
        TextAt {
            get: |i, n| {
                let at = at!($($path)+);
                at.get(i, n)?.read()
            },
            set: |i, n, text| {
                let at = at!($($path)+);
                match at.get_mut(i, n) {
                    Some(place) => {
                        place.write(text);
                        Put::In
                    }
                    None => Put::Nowhere,
                }
            },
        }
    };
}

/// A choice of the words of an enum.
macro_rules! choice {
    ($words:ty, $one:ident) => {
        Choice {
            words: || <$words>::ALL.iter().map(|value| value.word()).collect(),
            get: |i| i.$one.word(),
            set: |i, word| i.$one = <$words>::from_word(word).unwrap_or_default(),
        }
    };
}

/// The way to rows: `terms`, `poll?.options`.
macro_rules! list {
    ($rows:ident) => {
        $crate::instrument::group::List {
            len: |i| i.$rows.len(),
            add: |i| i.$rows.push(Default::default()),
            keep: |to, from| to.$rows.clone_from(&from.$rows),
            is_same: |one, other| one.$rows == other.$rows,
        }
    };
    ($part:ident?.$rows:ident) => {
        $crate::instrument::group::List {
            len: |i| i.$part.as_ref().map_or(0, |part| part.$rows.len()),
            add: |i| i.$part.iter_mut().for_each(|part| part.$rows.push(Default::default())),
            keep: |to, from| {
                if let (Some(to), Some(from)) = (&mut to.$part, &from.$part) {
                    to.$rows.clone_from(&from.$rows);
                }
            },
            is_same: |one, other| one.$part.as_ref().map(|it| &it.$rows) == other.$part.as_ref().map(|it| &it.$rows),
        }
    };
}

pub(super) use {at, choice, list, text};
