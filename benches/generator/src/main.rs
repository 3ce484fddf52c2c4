//! Plain progenitor: reads a document, generates, formats and writes: `progenitor-alone <document.json> <out.rs>`.

use std::error::Error;
use std::{env, fs};

use progenitor::{GenerationSettings, Generator, InterfaceStyle};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [document, out] = &arguments[..] else {
        return Err("progenitor-alone <document.json> <out.rs>".into());
    };
    let document: openapiv3::OpenAPI = serde_json::from_slice(&fs::read(document)?)?;
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Builder);
    let tokens = Generator::new(&settings).generate_tokens(&document)?;
    let file = syn::parse2(tokens)?;
    fs::write(out, prettyplease::unparse(&file))?;
    Ok(())
}
