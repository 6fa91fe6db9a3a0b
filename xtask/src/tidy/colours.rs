//! What a literal colour is, in style sheets and in the attributes of pages.

/// Ways to write a colour as a function. `var()` is not among them: it names a token.
const FUNCTIONS: [&str; 10] =
    ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch(", "color("];

/// The named colours of CSS; `transparent` and `currentcolor` are no colour of their own.
const NAMES: &str = "aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet \
    brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan \
    darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred \
    darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue \
    dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray \
    green greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen \
    lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink \
    lightsalmon lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen \
    linen magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue \
    mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy \
    oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip \
    peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown \
    seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal \
    thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen";

/// Properties and attributes whose values may name a colour.
const TAKES_COLOUR: [&str; 14] = [
    "color",
    "background",
    "border",
    "outline",
    "shadow",
    "fill",
    "stroke",
    "text-decoration",
    "text-emphasis",
    "column-rule",
    "caret",
    "stop-color",
    "accent",
    "--",
];

/// The first literal colour in the value of a property or attribute.
pub(super) fn literal(property: &str, value: &str) -> Option<String> {
    let value = without_quoted(&value.to_ascii_lowercase());
    if let Some(hex) = value.split('#').skip(1).find_map(hex) {
        return Some(format!("#{hex}"));
    }
    let word = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    if let Some(function) = FUNCTIONS.into_iter().find(|function| calls(&value, function)) {
        return Some(format!("{function}…)"));
    }
    let property = property.to_ascii_lowercase();
    if !TAKES_COLOUR.iter().any(|part| property.contains(part)) {
        return None;
    }
    value.split(word).find(|said| NAMES.split_whitespace().any(|name| name == *said)).map(str::to_owned)
}

/// The three, four, six or eight digits that `text` begins with, when nothing but them is a word.
fn hex(text: &str) -> Option<&str> {
    let length =
        text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(text.len());
    let digits = text.get(..length)?;
    let shaped = matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    shaped.then_some(digits)
}

fn calls(value: &str, function: &str) -> bool {
    value.match_indices(function).any(|(at, _)| {
        let before = value.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-')
    })
}

/// The value without texts and addresses, whose words are not colours.
fn without_quoted(value: &str) -> String {
    let mut clean = String::with_capacity(value.len());
    let mut closing = None;
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        if closing.is_none() {
            if let Some(after) = rest.strip_prefix("url(") {
                closing = Some(')');
                rest = after;
                continue;
            }
            if c == '"' || c == '\'' {
                closing = Some(c);
            } else {
                clean.push(c);
            }
        } else if closing == Some(c) {
            closing = None;
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_colours_are_known_in_every_form() {
        for (property, value) in [
            ("color", "#FFF"),
            ("background", "linear-gradient(#0b4f9e80, var(--ink))"),
            ("border", "1px solid Red"),
            ("box-shadow", "0 0 2px rgba(0,0,0,.3)"),
            ("fill", "hsl(1 2% 3%)"),
            ("--mine", "navy"),
            ("margin", "oklch(1 2 3)"),
        ] {
            assert!(literal(property, value).is_some(), "{property}: {value}");
        }
    }

    #[test]
    fn tokens_addresses_and_other_words_are_free() {
        for (property, value) in [
            ("color", "var(--red)"),
            ("background", "url(red.png#fff) transparent"),
            ("font-family", "Snow, \"Red Hat\""),
            ("border-color", "currentColor"),
            ("grid-area", "tan"),
            ("background", "var(--on-err)"),
            ("mask", "url('#fff')"),
        ] {
            assert_eq!(literal(property, value), None, "{property}: {value}");
        }
    }
}
