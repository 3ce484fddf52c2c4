//! The runtime of generated code is ours: `progenitor_client` is `keymint_core::rt`, `reqwest` its light stand-in.

use syn::visit_mut::{self, VisitMut};
use syn::{File, Path, parse_quote};

/// Replaces the paths of the runtime.
pub(super) fn substitute(file: &mut File) {
    Paths.visit_file_mut(file);
}

struct Paths;

impl VisitMut for Paths {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);

        let first = path.segments.first().map(|segment| segment.ident.to_string());
        let ours: Path = match first.as_deref() {
            Some("progenitor_client") => parse_quote!(::keymint_core::rt),
            Some("reqwest") => parse_quote!(::keymint_core::rt::http),
            Some(_) | None => return,
        };
        let rest = std::mem::take(&mut path.segments).into_iter().skip(1);
        *path = Path { segments: ours.segments.into_iter().chain(rest).collect(), ..ours };
    }
}
