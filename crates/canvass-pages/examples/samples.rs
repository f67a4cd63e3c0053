//! Writes sample pages with their assets into a folder, to be looked at in a browser:
//! `cargo run -p canvass-pages --example samples -- FOLDER`, then serve the folder.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a tool for whoever works on the pages")]
#![expect(clippy::disallowed_methods, reason = "the folder is its one argument")]

#[path = "../tests/it/samples.rs"]
mod samples;

use std::path::PathBuf;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap());
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    for asset in canvass_pages::assets::all() {
        std::fs::write(folder.join(asset.path.trim_start_matches('/')), asset.bytes).unwrap();
    }
    let ink = samples::Ink { extra: "" };
    for (name, page) in samples::every_page(ink) {
        std::fs::write(folder.join(format!("{name}.html")), page).unwrap();
    }
    let conversation = samples::conversation(ink);
    let results = samples::grouped(samples::results(&conversation, 14, ink), samples::SIZES);
    let crowd = samples::grouped(samples::results(&conversation, 14, ink), [3_000, 1_500, 900]);
    let chart = samples::drawing(&conversation).poll(&results, None).unwrap();
    let card = samples::drawing(&conversation).card(&results, None);
    let map = samples::drawing(&conversation).map(&results, None);
    let dense = samples::drawing(&conversation).map(&crowd, None);
    for (name, svg) in [("poll", chart), ("card", card), ("map", map), ("map-crowd", dense)] {
        let png = canvass_pages::rasterise(&svg, canvass_pages::Scale::Single).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), png).unwrap();
        std::fs::write(folder.join(format!("{name}.svg")), svg).unwrap();
    }
}
