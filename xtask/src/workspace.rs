//! The workspace as the chores see it: its root, its text files, and its crates with what they depend on.
//!
//! Reads only what git would publish (tracked files and new ones that are not ignored); writes nothing.

use anyhow::{Context, Result, bail};
use cargo_metadata::{CargoOpt, DependencyKind, Metadata, MetadataCommand, Package, PackageId};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// No source text is larger; what is larger is data, and no rule reads it.
const TEXT_MAX_BYTES: u64 = 4 * 1024 * 1024;

/// A text file with its path from the root, always with forward slashes.
#[derive(Debug, Clone)]
pub struct SourceFile {
    pub path: String,
    pub text: String,
}

impl SourceFile {
    /// The file's lines, numbered from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(idx, line)| (idx + 1, line))
    }

    pub fn has_extension(&self, extension: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, end)| end == extension)
    }
}

/// Everything git would publish: all paths, and the contents of those that are text.
#[derive(Debug)]
pub struct Tree {
    pub paths: BTreeSet<String>,
    pub files: Vec<SourceFile>,
}

/// How one crate came to depend on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    Normal,
    Build,
    Dev,
}

/// Where a crate's source comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A member of this workspace.
    Member,
    /// The public registry.
    CratesIo,
    /// Anything else: a git address, another registry, a folder outside.
    Elsewhere(String),
}

/// One crate of the dependency graph.
#[derive(Debug, Clone)]
pub struct Crate {
    pub name: String,
    pub version: String,
    pub licence: Option<String>,
    pub origin: Origin,
    /// The manifest's path from the root, for members.
    pub manifest: String,
    /// Names of cargo features.
    pub features: Vec<String>,
    /// Indices into [`Graph::crates`].
    pub uses: Vec<(usize, Via)>,
}

/// The dependency graph as cargo resolved it.
#[derive(Debug, Default)]
pub struct Graph {
    pub crates: Vec<Crate>,
}

/// Which machines' dependencies a [`Graph`] holds.
#[derive(Debug, Clone, Copy)]
pub enum Platforms {
    All,
    Linux,
}

/// The workspace's root, wherever the command was started.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

impl Tree {
    pub fn read(root: &Path) -> Result<Self> {
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .context("listing files with git")?;
        if !listed.status.success() {
            bail!("git could not list the files of `{}`: is it a checkout?", root.display());
        }
        let listing = String::from_utf8_lossy(&listed.stdout);
        let paths: BTreeSet<String> = listing.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
        // A listed file may have been deleted and not yet committed: then there is nothing to read.
        let paths: BTreeSet<String> = paths.into_iter().filter(|path| root.join(path).exists()).collect();
        let files = paths.iter().filter_map(|path| read_text(root, path)).collect();
        Ok(Self { paths, files })
    }

    pub fn file(&self, path: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.path == path)
    }

    pub fn with_extension(&self, extension: &'static str) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().filter(move |file| file.has_extension(extension))
    }
}

impl Graph {
    /// Asks cargo, with every feature on: what a user could switch on is judged too.
    pub fn read(root: &Path, platforms: Platforms) -> Result<Self> {
        let mut command = MetadataCommand::new();
        command.manifest_path(root.join("Cargo.toml")).features(CargoOpt::AllFeatures);
        if let Platforms::Linux = platforms {
            command.other_options(vec!["--filter-platform".to_owned(), "x86_64-unknown-linux-gnu".to_owned()]);
        }
        let metadata = command.exec().context("asking cargo for the dependency graph")?;
        Self::from_metadata(&metadata, root)
    }

    fn from_metadata(metadata: &Metadata, root: &Path) -> Result<Self> {
        let resolve = metadata.resolve.as_ref().context("cargo resolved nothing")?;
        let index: BTreeMap<&PackageId, usize> =
            resolve.nodes.iter().enumerate().map(|(idx, node)| (&node.id, idx)).collect();
        let packages: BTreeMap<&PackageId, &Package> =
            metadata.packages.iter().map(|package| (&package.id, package)).collect();
        let crates = resolve.nodes.iter().map(|node| {
            let package = packages.get(&node.id).with_context(|| format!("no package `{}`", node.id))?;
            let uses = node.deps.iter().flat_map(|dep| {
                let idx = index.get(&dep.pkg).copied();
                dep.dep_kinds.iter().filter_map(move |info| Some((idx?, via(info.kind)?)))
            });
            Ok(Crate { uses: uses.collect(), ..described(package, metadata, root) })
        });
        Ok(Self { crates: crates.collect::<Result<_>>()? })
    }

    pub fn members(&self) -> impl Iterator<Item = &Crate> {
        self.crates.iter().filter(|one| one.origin == Origin::Member)
    }

    pub fn member(&self, name: &str) -> Option<&Crate> {
        self.members().find(|one| one.name == name)
    }

    /// What `one` names in its own manifest.
    pub fn direct<'a>(&'a self, one: &'a Crate) -> impl Iterator<Item = (&'a Crate, Via)> {
        one.uses.iter().filter_map(|&(idx, via)| Some((self.crates.get(idx)?, via)))
    }

    /// Everything `one` is built with outside its tests, however far down.
    pub fn built_with<'a>(&'a self, one: &'a Crate) -> BTreeSet<&'a str> {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![one];
        while let Some(next) = waiting.pop() {
            for (used, via) in self.direct(next) {
                if via == Via::Normal && seen.insert(used.name.as_str()) {
                    waiting.push(used);
                }
            }
        }
        seen
    }
}

fn read_text(root: &Path, path: &str) -> Option<SourceFile> {
    let full = root.join(path);
    if std::fs::metadata(&full).ok()?.len() > TEXT_MAX_BYTES {
        return None;
    }
    let text = String::from_utf8(std::fs::read(full).ok()?).ok()?;
    (!text.contains('\0')).then(|| SourceFile { path: path.to_owned(), text })
}

fn described(package: &Package, metadata: &Metadata, root: &Path) -> Crate {
    let origin = match &package.source {
        _ if metadata.workspace_members.contains(&package.id) => Origin::Member,
        Some(source) if source.is_crates_io() => Origin::CratesIo,
        Some(source) => Origin::Elsewhere(source.repr.clone()),
        None => Origin::Elsewhere(package.manifest_path.to_string()),
    };
    let manifest = package.manifest_path.as_std_path();
    Crate {
        name: package.name.to_string(),
        version: package.version.to_string(),
        licence: package.license.clone(),
        origin,
        manifest: manifest.strip_prefix(root).unwrap_or(manifest).to_string_lossy().into_owned(),
        features: package.features.keys().cloned().collect(),
        uses: Vec::new(),
    }
}

fn via(kind: DependencyKind) -> Option<Via> {
    match kind {
        DependencyKind::Normal => Some(Via::Normal),
        DependencyKind::Build => Some(Via::Build),
        DependencyKind::Development => Some(Via::Dev),
        _ => None,
    }
}
