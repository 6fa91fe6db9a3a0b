use std::path::Path;

use base::Lang;

use super::*;

fn environment(pairs: &[(&str, &str)]) -> Environment {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn of_file(text: &str) -> Result<Settings, Failure> {
    let mut settings = Settings::default();
    read::add_file(&mut settings, Path::new("office.toml"), text)?;
    Ok(settings)
}

#[test]
fn every_value_knows_where_it_came_from() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.toml");
    std::fs::write(
        &path,
        "listen = \"127.0.0.1:1\"\nhelp_phone = \"1\"\nreaders = 2\n[office_name]\nzh = \"所\"\n",
    )
    .unwrap();
    let environment =
        environment(&[("YICHUANG_HELP_PHONE", "2"), ("YICHUANG_BIN", "x"), ("YICHUANG_PORT", "tcp://")]);
    let settings =
        Settings::read(Some(&path), &environment).unwrap().with_flag("listen", "listen", Some("[::1]:3"));
    let origin = |key: &str| settings.get(key).unwrap().origin.clone();
    assert_eq!(origin("listen"), Origin::Flag("listen"));
    assert_eq!(origin("help_phone"), Origin::Environment("YICHUANG_HELP_PHONE".to_owned()));
    assert_eq!(origin("office_name.zh"), Origin::File(path.clone()));
    assert_eq!(origin("queue"), Origin::Default);
    assert_eq!(settings.text("listen"), Some("[::1]:3"));
    assert_eq!(settings.text("readers"), Some("2"));
}

#[test]
fn an_unknown_key_names_the_nearest() {
    let failure = of_file("listn = \"x\"\n").unwrap_err();
    assert!(failure.words(Lang::Zh).contains("最接近的是 listen"), "{failure:?}");
    let failure = of_file("[adapters.sms]\nbaseurl = \"x\"\n").unwrap_err();
    assert!(failure.words(Lang::En).contains("adapters.sms.base_url"), "{failure:?}");
    let failure = of_file("a = 1\nb = [\n").unwrap_err();
    assert!(
        failure.words(Lang::En).contains("line 2") || failure.words(Lang::En).contains("line 3"),
        "{failure:?}"
    );
    assert!(of_file("listen = [\"a\"]\n").is_err());
}

#[test]
fn a_named_file_must_be_there() {
    let failure = Settings::read(Some(Path::new("no-such-file.toml")), &Environment::new()).unwrap_err();
    assert!(failure.words(Lang::Zh).contains("no-such-file.toml"));
}

#[test]
fn a_value_that_does_not_fit_says_where_it_was_set() {
    let settings = of_file("queue = \"many\"\n").unwrap();
    let failure = settings.parsed("queue", ("整数", "a number"), |t| t.parse::<u32>().ok()).unwrap_err();
    let words = failure.words(Lang::En);
    assert!(words.contains("many") && words.contains("office.toml") && words.contains("a number"), "{words}");
}

#[test]
fn what_nobody_configured_is_as_good_as_down() {
    let config = adapters(&Settings::default()).unwrap();
    assert_eq!(config.sms.base_url, UNREACHABLE);
    assert!(::adapters::Adapters::new(&config).is_ok());
}

#[test]
fn a_twin_is_refused_and_so_is_a_short_token() {
    let text =
        |url: &str, token: &str| format!("[adapters.sms]\nbase_url = \"{url}\"\ntoken = \"{token}\"\n");
    let twin = of_file(&text("http://127.0.0.1:8080/twin/sms", "0123456789abcdef")).unwrap();
    assert!(adapters(&twin).unwrap_err().words(Lang::Zh).contains("模拟系统"));
    let short = of_file(&text("https://gateway.example/sms", "short")).unwrap();
    assert!(adapters(&short).unwrap_err().words(Lang::En).contains("adapters.sms.token"));
    let good = of_file(&text("https://gateway.example/sms/", "0123456789abcdef")).unwrap();
    assert_eq!(adapters(&good).unwrap().sms.base_url, "https://gateway.example/sms");
}

#[test]
fn webhooks_have_names_and_secrets() {
    let secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";
    let text = format!("[webhooks.bank]\nurl = \"https://bank.example/in\"\nsecret = \"{secret}\"\n");
    let endpoints = webhooks(&of_file(&text).unwrap()).unwrap();
    assert_eq!((endpoints.len(), endpoints[0].name.as_str()), (1, "bank"));
    let without = of_file("[webhooks.bank]\nurl = \"https://bank.example/in\"\n").unwrap();
    assert!(webhooks(&without).unwrap_err().words(Lang::En).contains("webhooks.bank.secret"));
}

#[test]
fn a_page_is_told_the_hosts_and_no_secret() {
    let text = "[adapters.sms]\nbase_url = \"https://gateway.example:8443/sms\"\ntoken = \"0123456789abcdef\"\n\
                [webhooks.bank]\nurl = \"https://bank.example/in/hidden\"\n\
                secret = \"whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3\"\n";
    let settings = of_file(text).unwrap();
    let all = connections(&adapters(&settings).unwrap(), &webhooks(&settings).unwrap());
    assert_eq!(all.len(), 8);
    let reached: Vec<_> = all
        .iter()
        .filter_map(|at| Some((at.system.as_str(), at.receiver.as_str(), at.host.as_deref()?)))
        .collect();
    assert_eq!(reached, [("sms", "", "gateway.example:8443"), ("webhook", "bank", "bank.example")]);
    let told = format!("{all:?}");
    assert!(
        !told.contains("0123456789abcdef") && !told.contains("whsec") && !told.contains("hidden"),
        "{told}"
    );
}

#[test]
fn every_key_has_one_variable_and_words_in_both_languages() {
    let mut seen = std::collections::BTreeSet::new();
    for key in keys() {
        assert!(!key.zh.is_empty() && !key.en.is_empty(), "{}", key.name);
        assert!(key.variable().is_none_or(|variable| seen.insert(variable)), "{}", key.name);
    }
    assert!(seen.contains("YICHUANG_DATABASE") && seen.contains("YICHUANG_ADAPTERS_SMS_BASE_URL"));
}
