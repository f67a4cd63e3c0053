//! Drawings as PNG, made away from the threads that answer, few at once, and kept while they are asked for.
//!
//! A picture is a function of its drawing and nothing else, so it is kept under the hash of that drawing: whoever
//! may not see a drawing never has its key. Answers are never waited for here: all but half of the cores stay free
//! of pictures, and whoever asks when too many wait already is told to come back.

use axum::body::Bytes;
use canvass_pages::{RasterError, Scale, rasterise};
use canvass_results::sha256_hex;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{AcquireError, Semaphore, TryAcquireError};
use tokio::task::JoinError;

/// Most bytes of pictures kept; the one asked for longest ago goes first.
const MAX_KEPT_BYTES: usize = 16_000_000;
/// Most requests that wait for a picture or have it made.
const MAX_WAITING: usize = 64;

/// The pictures asked for last, and places for making more.
#[derive(Debug)]
pub(crate) struct Pictures {
    kept: Mutex<Vec<Picture>>,
    makers: Arc<Semaphore>,
    waiting: Semaphore,
}

/// A picture ready to be sent.
#[derive(Clone, Debug)]
struct Picture {
    etag: String,
    png: Bytes,
}

/// Why there is no picture.
#[derive(Debug)]
pub(crate) enum NoPicture {
    /// Too many wait already.
    Busy,
    /// Our own fault.
    Broken(String),
}

/// The tag of a drawing's picture: another one for every other drawing and scale.
pub(crate) fn etag(svg: &str, scale: Scale) -> String {
    format!("\"{}-{}\"", sha256_hex(svg.as_bytes()), scale.factor())
}

impl Pictures {
    pub(crate) fn new() -> Arc<Self> {
        let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
        let makers = Arc::new(Semaphore::new((n_cores / 2).max(1)));
        Arc::new(Self { kept: Mutex::default(), makers, waiting: Semaphore::new(MAX_WAITING) })
    }

    /// The picture of a drawing, kept or made.
    pub(crate) async fn of(self: &Arc<Self>, svg: String, scale: Scale) -> Result<Bytes, NoPicture> {
        let etag = etag(&svg, scale);
        if let Some(png) = self.find(&etag) {
            return Ok(png);
        }
        let _waiting = self.waiting.try_acquire()?;
        let maker = Arc::clone(&self.makers).acquire_owned().await?;
        // Somebody else may have had it made meanwhile.
        if let Some(png) = self.find(&etag) {
            return Ok(png);
        }
        let pictures = Arc::clone(self);
        let making = tokio::task::spawn_blocking(move || {
            // The place is held until the work is done, even where nobody waits for it any more.
            let _maker = maker;
            let png = Bytes::from(rasterise(&svg, scale)?);
            pictures.keep(Picture { etag, png: png.clone() });
            Ok::<_, RasterError>(png)
        });
        Ok(making.await??)
    }

    fn find(&self, etag: &str) -> Option<Bytes> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|one| one.etag == etag)?;
        kept.get_mut(..=place)?.rotate_right(1);
        kept.first().map(|one| one.png.clone())
    }

    fn keep(&self, picture: Picture) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(0, picture);
        let mut n_bytes = 0;
        kept.retain(|one| {
            n_bytes += one.png.len();
            n_bytes <= MAX_KEPT_BYTES
        });
    }
}

impl From<TryAcquireError> for NoPicture {
    fn from(_: TryAcquireError) -> Self {
        Self::Busy
    }
}

impl From<AcquireError> for NoPicture {
    fn from(error: AcquireError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<JoinError> for NoPicture {
    fn from(error: JoinError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<RasterError> for NoPicture {
    fn from(error: RasterError) -> Self {
        Self::Broken(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(n: u32) -> String {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{n}\" height=\"1\"/>")
    }

    fn kept(pictures: &Pictures) -> Vec<String> {
        pictures.kept.lock().unwrap().iter().map(|one| one.etag.clone()).collect()
    }

    #[tokio::test]
    async fn a_picture_is_made_once_and_the_last_asked_for_comes_first() {
        let pictures = Pictures::new();
        let tag = |n| etag(&drawing(n), Scale::Single);
        let first = pictures.of(drawing(1), Scale::Single).await.unwrap();
        pictures.of(drawing(2), Scale::Single).await.unwrap();
        assert_eq!(kept(&pictures), [tag(2), tag(1)]);
        let again = pictures.of(drawing(1), Scale::Single).await.unwrap();
        assert_eq!(again.as_ptr(), first.as_ptr(), "kept, not made again");
        assert_eq!(kept(&pictures), [tag(1), tag(2)]);
        pictures.of(drawing(1), Scale::Double).await.unwrap();
        assert_eq!(kept(&pictures).len(), 3, "another scale is another picture");
    }

    #[tokio::test]
    async fn what_is_kept_has_a_bound() {
        let pictures = Pictures::new();
        for n in 0..5_u8 {
            let png = Bytes::from(vec![n; MAX_KEPT_BYTES / 3]);
            pictures.keep(Picture { etag: n.to_string(), png });
        }
        assert_eq!(kept(&pictures), ["4", "3", "2"]);
    }

    #[tokio::test]
    async fn whoever_comes_when_too_many_wait_is_told_so() {
        let pictures = Pictures::new();
        let all = u32::try_from(MAX_WAITING).unwrap();
        let waiting = pictures.waiting.try_acquire_many(all).unwrap();
        assert!(matches!(pictures.of(drawing(1), Scale::Single).await, Err(NoPicture::Busy)));
        drop(waiting);
        assert!(pictures.of(drawing(1), Scale::Single).await.is_ok());
        let _waiting = pictures.waiting.try_acquire_many(all).unwrap();
        assert!(pictures.of(drawing(1), Scale::Single).await.is_ok(), "what is kept needs no place");
    }

    #[tokio::test]
    async fn a_drawing_that_cannot_be_drawn_gives_its_places_back() {
        let pictures = Pictures::new();
        for _ in 0..MAX_WAITING + 1 {
            let broken = pictures.of("no drawing".to_owned(), Scale::Single).await;
            assert!(matches!(broken, Err(NoPicture::Broken(_))));
        }
        assert!(pictures.of(drawing(1), Scale::Single).await.is_ok());
    }
}
