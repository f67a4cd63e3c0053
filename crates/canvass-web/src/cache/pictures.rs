//! Drawings as PNG, made away from the threads that answer, few at once, and kept while they are asked for.
//!
//! A picture is a function of its drawing and nothing else, so it is kept under the hash of that drawing: whoever
//! may not see a drawing never has its key. Answers are never waited for here: all but half of the cores stay free
//! of pictures, and whoever asks when too many wait already is told to come back.

use axum::body::Bytes;
use canvass_pages::{RasterError, Scale, missing_letters, rasterise};
use canvass_results::sha256_hex;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{AcquireError, OnceCell, Semaphore, TryAcquireError};
use tokio::task::JoinError;

/// Most bytes of pictures kept; the one asked for longest ago goes first.
const MAX_KEPT_BYTES: usize = 16_000_000;
/// Most pictures kept, those being made included.
const MAX_KEPT: usize = 512;
/// Most pictures that are being made or wait for it, however many ask for each.
const MAX_WAITING: usize = 64;
/// Most letters without type that the log names; more say nothing new to whoever looks for fonts.
const MAX_TOLD: usize = 1_000;

/// The pictures asked for last, and places for making more.
#[derive(Debug)]
pub(crate) struct PictureCache {
    kept: Mutex<Vec<Picture>>,
    makers: Arc<Semaphore>,
    waiting: Semaphore,
    /// Letters that no font has, as far as the log has named them.
    told: Mutex<BTreeSet<char>>,
}

/// A picture made, or being made, once for all who ask.
#[derive(Clone, Debug)]
struct Picture {
    etag: String,
    png: Arc<OnceCell<Bytes>>,
}

/// Why there is no picture.
#[derive(Debug)]
pub(crate) enum NoPicture {
    /// Too many wait already.
    Busy,
    /// Our own fault.
    Broken(String),
}

/// The tag of a drawing, or of its picture: another one for every other drawing and scale.
pub(crate) fn etag(svg: &str, scale: Option<Scale>) -> String {
    let form = scale.map_or("svg".to_owned(), |scale| scale.factor().to_string());
    format!("\"{}-{form}\"", sha256_hex(svg.as_bytes()))
}

impl PictureCache {
    pub(crate) fn new() -> Arc<Self> {
        let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
        let makers = Arc::new(Semaphore::new((n_cores / 2).max(1)));
        Arc::new(Self { kept: Mutex::default(), makers, waiting: Semaphore::new(MAX_WAITING), told: Mutex::default() })
    }

    /// The picture of a drawing, kept or made.
    pub(crate) async fn of(self: &Arc<Self>, svg: String, scale: Scale) -> Result<Bytes, NoPicture> {
        let etag = etag(&svg, Some(scale));
        let cell = self.cell(&etag);
        if let Some(png) = cell.get() {
            return Ok(png.clone());
        }
        let pictures = Arc::clone(self);
        // A task of its own, so that whoever goes away does not take what others wait for along.
        let made = tokio::spawn(async move {
            let png = cell.get_or_try_init(|| pictures.make(svg, scale)).await.cloned();
            pictures.tidy(&etag, png.is_ok());
            png
        });
        made.await?
    }

    /// Draws where that holds up no answer.
    async fn make(&self, svg: String, scale: Scale) -> Result<Bytes, NoPicture> {
        let _waiting = self.waiting.try_acquire()?;
        let maker = Arc::clone(&self.makers).acquire_owned().await?;
        self.tell_missing(&svg);
        let png = tokio::task::spawn_blocking(move || {
            // The place is held until the work is done, even where nobody waits for it any more.
            let _maker = maker;
            rasterise(&svg, scale).map(Bytes::from)
        });
        Ok(png.await??)
    }

    /// Logs letters that stand as empty boxes in a picture, each once.
    fn tell_missing(&self, svg: &str) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let mut new = missing_letters(svg);
        new.retain(|letter| told.len() < MAX_TOLD && told.insert(*letter));
        if !new.is_empty() {
            let letters: String = new.into_iter().collect();
            tracing::warn!(
                letters,
                "pictures have boxes for letters without type: name a folder of fonts with --fonts"
            );
        }
    }

    /// Where the picture is or will be; it moves to the front.
    fn cell(&self, etag: &str) -> Arc<OnceCell<Bytes>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = kept.iter().position(|one| one.etag == etag) {
            let picture = kept.remove(place);
            kept.insert(0, picture);
        } else {
            kept.insert(0, Picture { etag: etag.to_owned(), png: Arc::default() });
        }
        kept.first().map(|one| Arc::clone(&one.png)).unwrap_or_default()
    }

    /// Forgets what came to nothing, and what was asked for longest ago where there is too much.
    fn tidy(&self, etag: &str, is_made: bool) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| is_made || one.etag != etag || one.png.initialized());
        kept.truncate(MAX_KEPT);
        let mut n_bytes = 0;
        kept.retain(|one| {
            n_bytes += one.png.get().map_or(0, Bytes::len);
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

    fn kept(pictures: &PictureCache) -> Vec<String> {
        pictures.kept.lock().unwrap().iter().map(|one| one.etag.clone()).collect()
    }

    #[tokio::test]
    async fn the_last_asked_for_comes_first_and_is_not_made_again() {
        let pictures = PictureCache::new();
        let tag = |n| etag(&drawing(n), Some(Scale::Single));
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
    async fn however_many_ask_at_once_it_is_made_once() {
        let pictures = PictureCache::new();
        // Nobody can make anything until all have asked, and more ask than may wait.
        let all = u32::try_from(pictures.makers.available_permits()).unwrap();
        let makers = Arc::clone(&pictures.makers).acquire_many_owned(all).await.unwrap();
        let mut asked = Vec::new();
        for _ in 0..MAX_WAITING * 3 {
            let pictures = Arc::clone(&pictures);
            asked.push(tokio::spawn(async move { pictures.of(drawing(1), Scale::Single).await.unwrap() }));
        }
        while Arc::strong_count(&pictures.cell(&etag(&drawing(1), Some(Scale::Single)))) < MAX_WAITING * 3 {
            tokio::task::yield_now().await;
        }
        assert_eq!(pictures.waiting.available_permits(), MAX_WAITING - 1);
        drop(makers);
        let mut made = BTreeSet::new();
        for asked in asked {
            made.insert(asked.await.unwrap().as_ptr());
        }
        assert_eq!(made.len(), 1);
    }

    #[tokio::test]
    async fn who_goes_away_does_not_take_it_along() {
        let pictures = PictureCache::new();
        let all = u32::try_from(pictures.makers.available_permits()).unwrap();
        let makers = Arc::clone(&pictures.makers).acquire_many_owned(all).await.unwrap();
        {
            let first = pictures.of(drawing(1), Scale::Single);
            tokio::select! {
                biased;
                _ = first => panic!("made without a maker"),
                () = std::future::ready(()) => {}
            }
        }
        drop(makers);
        let cell = pictures.cell(&etag(&drawing(1), Some(Scale::Single)));
        while cell.get().is_none() {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn what_is_kept_has_a_bound() {
        let pictures = PictureCache::new();
        for n in 0..5_u8 {
            let png = Bytes::from(vec![n; MAX_KEPT_BYTES / 3]);
            pictures.cell(&n.to_string()).set(png).unwrap();
            pictures.tidy(&n.to_string(), true);
        }
        assert_eq!(kept(&pictures), ["4", "3", "2"]);
        for n in 0..MAX_KEPT + 5 {
            pictures.cell(&format!("empty {n}"));
        }
        pictures.tidy("", true);
        assert_eq!(kept(&pictures).len(), MAX_KEPT);
    }

    #[tokio::test]
    async fn whoever_comes_when_too_many_wait_is_told_so() {
        let pictures = PictureCache::new();
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
        let pictures = PictureCache::new();
        for _ in 0..MAX_WAITING + 1 {
            let broken = pictures.of("no drawing".to_owned(), Scale::Single).await;
            assert!(matches!(broken, Err(NoPicture::Broken(_))));
        }
        assert!(kept(&pictures).is_empty(), "nothing is kept of what came to nothing");
        assert!(pictures.of(drawing(1), Scale::Single).await.is_ok());
    }
}
