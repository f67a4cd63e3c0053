//! Licence expressions: does an allow-list satisfy `MIT OR (Apache-2.0 AND ISC)`?
//!
//! Reads the subset of SPDX that crates use, and the old `MIT/Apache-2.0`. An expression it cannot read is an
//! error, never a yes.

/// Whether the expression can be met with allowed licences alone, or why it cannot be read.
pub fn satisfied(expression: &str, allowed: &[String]) -> Result<bool, String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { tokens: &tokens, allowed };
    let answer = reader.any_of()?;
    match reader.tokens.first() {
        None => Ok(answer),
        Some(left) => Err(format!("`{left}` was not expected in licence `{expression}`")),
    }
}

struct Reader<'a> {
    tokens: &'a [&'a str],
    allowed: &'a [String],
}

impl<'a> Reader<'a> {
    fn any_of(&mut self) -> Result<bool, String> {
        let mut answer = self.all_of()?;
        while self.take("OR") {
            answer |= self.all_of()?;
        }
        Ok(answer)
    }

    fn all_of(&mut self) -> Result<bool, String> {
        let mut answer = self.one()?;
        while self.take("AND") {
            answer &= self.one()?;
        }
        Ok(answer)
    }

    fn one(&mut self) -> Result<bool, String> {
        match self.next()? {
            "(" => {
                let answer = self.any_of()?;
                if self.take(")") { Ok(answer) } else { Err("a bracket is not closed".to_owned()) }
            }
            word @ (")" | "AND" | "OR" | "WITH") => Err(format!("`{word}` where a licence should stand")),
            licence => {
                let full =
                    if self.take("WITH") { format!("{licence} WITH {}", self.next()?) } else { licence.to_owned() };
                Ok(self.allowed.contains(&full))
            }
        }
    }

    fn next(&mut self) -> Result<&'a str, String> {
        let (first, rest) = self.tokens.split_first().ok_or("the expression ends too early")?;
        self.tokens = rest;
        Ok(first)
    }

    fn take(&mut self, word: &str) -> bool {
        let taken = self.tokens.first() == Some(&word);
        if taken {
            self.tokens = self.tokens.get(1..).unwrap_or_default();
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expression: &str, expected: Result<bool, &str>) {
        let allowed = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned);
        let found = satisfied(expression, &allowed);
        match expected {
            Ok(answer) => assert_eq!(found, Ok(answer), "{expression}"),
            Err(part) => assert!(found.as_ref().is_err_and(|why| why.contains(part)), "{expression}: {found:?}"),
        }
    }

    #[test]
    fn expressions_are_read_as_written() {
        check("MIT", Ok(true));
        check("GPL-3.0", Ok(false));
        check("GPL-3.0 OR MIT", Ok(true));
        check("GPL-3.0/MIT", Ok(true));
        check("MIT AND GPL-3.0", Ok(false));
        check("MIT AND ISC", Ok(true));
        check("(MIT OR GPL-3.0) AND (GPL-3.0 OR ISC)", Ok(true));
        check("GPL-3.0 OR MIT AND BSD-3-Clause", Ok(false));
        check("Apache-2.0 WITH LLVM-exception OR GPL-3.0", Ok(true));
        check("Apache-2.0", Ok(false));
    }

    #[test]
    fn what_cannot_be_read_is_no_yes() {
        check("", Err("too early"));
        check("MIT OR", Err("too early"));
        check("MIT ISC", Err("not expected"));
        check("(MIT", Err("not closed"));
        check("OR MIT", Err("where a licence should stand"));
    }
}
