//! Bad input on pages: each has a clear answer, in Chinese and in English. The API has the same list in its own tests;
//! here is what a person at a browser meets.

use authz::Role;
use axum::http::Request;
use serde_json::json;

use crate::pages::desk::tests::browser::{Browser, Page};
use crate::pages::desk::tests::{at_desk, case, kinds, picture, submitted};
use crate::testing::Bench;

const ITEM: &str = "licence-renew-expiry";
const SOON: &str = "2026-12-10";

/// A person who reads this language.
fn reads<'b>(mut browser: Browser<'b>, lang: &str) -> Browser<'b> {
    browser.keep("yc_lang", lang);
    browser
}

fn han(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// Fails unless the page, in this language, says these words of it, and the main part is in that language alone.
#[track_caller]
fn told(page: &Page, status: u16, lang: &str, (zh, en): (&str, &str)) {
    let text = page.text();
    assert_eq!(page.status, status, "{text}");
    let main = text.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>"));
    let main = main.map_or(text.as_str(), |(main, _)| main);
    let wanted = if lang == "zh" { zh } else { en };
    assert!(main.contains(wanted), "{wanted:?} is not in {main}");
    // Names stay as they are written, and say in which language they are.
    let ours: String = main
        .split("<span lang=\"zh-CN\">")
        .map(|part| {
            part.split_once("</span>")
                .map_or(part, |(name, rest)| if han(name) && lang == "en" { rest } else { part })
        })
        .collect();
    assert_eq!(han(&ours), lang == "zh", "{main}");
}

/// Tries the same in both languages.
fn in_both(try_it: impl Fn(&'static str)) {
    for lang in ["zh", "en"] {
        try_it(lang);
    }
}

fn fault(bench: &Bench, twin: &str, mode: &str) {
    let request = Request::post(format!("/twin/{twin}/faults")).header("content-type", "application/json");
    bench.send(request, json!({ "mode": mode, "delay_ms": 10 }).to_string()).is(200);
}

#[test]
fn an_identity_number_with_a_wrong_check_character() {
    let bench = Bench::on_sqlite();
    in_both(|lang| {
        let mut browser = reads(Browser::new(&bench), lang);
        let typed = [("id_number", "999901199003071010"), ("phone", "13900000001")];
        let page = browser.fill("/login", "/login", &typed);
        told(&page, 422, lang, ("号码校验不通过", "The number does not check"));
        page.says(&["href=\"#id_number\"", "value=\"999901199003071010\""]);
    });
}

#[test]
fn a_new_number_is_confirmed_by_the_code_that_went_to_it() {
    let bench = Bench::on_sqlite();
    let (chinese, english) = (bench.citizen(1, SOON), bench.citizen(2, SOON));
    let (ask, code_page) = ("/apply/licence-contact/contact", "/me/contact/code");
    in_both(|lang| {
        let (citizen, new) = if lang == "zh" { (&chinese, "13900004321") } else { (&english, "13900004322") };
        let mut browser = reads(Browser::of(&bench, &citizen.token), lang);
        let (begin, end) = (citizen.phone.get(..3).unwrap(), citizen.phone.get(7..).unwrap());
        let known = format!("{begin}****{end}");
        browser.get("/me/contact").is(200).says(&[&known]);
        let page = browser.fill("/me/contact", ask, &[("phone", "1390000432")]);
        told(&page, 422, lang, ("请填写11位手机号码", "Fill in a mobile number of 11 digits"));
        browser.fill("/me/contact", ask, &[("phone", new)]).leads_to(code_page);
        let code = bench.code_sent_to(new).unwrap();
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let page = browser.fill(code_page, code_page, &[("code", wrong)]);
        told(
            &page,
            422,
            lang,
            ("验证码不正确，还可以再试4次", "The code is not right. You can try 4 more times"),
        );
        let page = browser.fill(code_page, code_page, &[("code", "12")]);
        told(&page, 422, lang, ("请输入短信里的6位数字验证码", "Type the six digits of the message"));
        bench.clock.advance_ms(5 * 60_000 + 1000);
        let page = browser.fill(code_page, code_page, &[("code", &code)]);
        told(&page, 422, lang, ("这个验证码已经过期", "This code has expired"));
        browser.fill(code_page, "/me/contact/again", &[]).leads_to(code_page);
        let newest = bench.code_sent_to(new).unwrap();
        assert_ne!(newest, code);
        // Asked for once too often: the page stays, says when there is another, and takes the code that was sent.
        for _ in 0..3 {
            browser.fill(code_page, "/me/contact/again", &[]).leads_to(code_page);
        }
        let page = browser.fill(code_page, "/me/contact/again", &[]);
        told(&page, 422, lang, ("分钟后再", "minutes"));
        assert!(page.text().contains("name=\"code\""), "{}", page.text());
        let newest = bench.code_sent_to(new).unwrap();
        browser.fill(code_page, code_page, &[("code", &newest)]).leads_to("/me");
        let tail = new.split_at(7).1;
        let me = browser.get("/me");
        assert!(me.text().contains(&format!("139****{tail}")), "{}", me.text());
        let page = browser.get(code_page);
        told(&page, 200, lang, ("我们会给这个号码发一条验证码", "We send a code to this number"));
    });
    let waiting = bench.citizen(3, SOON);
    fault(&bench, "sms", "down");
    in_both(|lang| {
        let mut browser = reads(Browser::of(&bench, &waiting.token), lang);
        let page = browser.fill("/me/contact", ask, &[("phone", "13900004323")]);
        told(&page, 422, lang, ("短信系统暂时连接不上", "message system cannot be reached"));
    });
}

#[test]
fn a_code_that_is_wrong_used_or_expired() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, SOON);
    in_both(|lang| {
        // The codes of the other language were asked for too long ago to count.
        bench.clock.advance_ms(2 * 60 * 60_000);
        let mut browser = reads(Browser::new(&bench), lang);
        let typed = [("id_number", citizen.id_number.as_str()), ("phone", citizen.phone.as_str())];
        browser.fill("/login", "/login", &typed).leads_to("/login/code");
        let waiting = browser.kept("yc_login").unwrap();
        let code = bench.code_sent_to(&citizen.phone).unwrap();
        let wrong = if code == "000000" { "111111" } else { "000000" };
        let page = browser.fill("/login/code", "/login/code", &[("code", wrong)]);
        told(&page, 422, lang, ("请核对短信里最新的6位数字", "Check the six digits"));
        browser.fill("/login/code", "/login/code", &[("code", &code)]).leads_to("/");
        browser.keep("yc_login", &waiting);
        let page = browser.fill("/login/code", "/login/code", &[("code", &code)]);
        told(&page, 422, lang, ("这个验证码已经用过", "This code has been used"));
        bench.clock.advance_ms(61_000);
        let mut late = reads(Browser::new(&bench), lang);
        late.fill("/login", "/login", &typed).leads_to("/login/code");
        let code = bench.code_sent_to(&citizen.phone).unwrap();
        bench.clock.advance_ms(6 * 60_000);
        let page = late.fill("/login/code", "/login/code", &[("code", &code)]);
        told(&page, 422, lang, ("已经过期", "has expired"));
    });
}

#[test]
fn a_renewal_before_its_time() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, "2028-12-10");
    in_both(|lang| {
        let mut browser = reads(Browser::of(&bench, &citizen.token), lang);
        let page = browser.get(&format!("/apply/{ITEM}/start"));
        told(&page, 200, lang, ("起才能办理期满换证", "renewal opens on"));
        // The article, and what can be done instead.
        let (article, instead) = match lang {
            "zh" => ("第63条", "起随时可以来办"),
            _ => ("art. 63", "can be replaced now"),
        };
        page.says(&[article, instead]);
    });
}

#[test]
fn a_file_that_is_too_big_or_not_what_it_says() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, SOON);
    let at = |step: &str| format!("/apply/{ITEM}/{step}");
    Browser::of(&bench, &citizen.token).fill(&at("start"), &at("start"), &[]).leads_to(&at("photo"));
    in_both(|lang| {
        let mut browser = reads(Browser::of(&bench, &citizen.token), lang);
        let mut send =
            |name: &str, kind: &str, bytes: &[u8]| browser.upload(&at("photo"), "photo", name, kind, bytes);
        let page = send("me.jpg", "image/jpeg", b"MZ this is a program");
        told(&page, 422, lang, ("不是JPG或PNG格式的照片", "not a JPG or PNG photograph"));
        page.says(&["href=\"#photo\""]);
        told(&send("me.png", "image/png", &picture()), 422, lang, ("实际内容却是", "but its content is"));
        told(&send("me.jpg", "image/jpeg", &picture()[..60]), 422, lang, ("", ""));
        let long = vec![0xFF; 10 * 1024 * 1024 + 1];
        told(&send("me.jpg", "image/jpeg", &long), 422, lang, ("的上限", "the limit is"));
        let longer = vec![0xFF; 12 * 1024 * 1024];
        told(&send("me.jpg", "image/jpeg", &longer), 413, lang, ("提交的内容太大", "too large"));
        told(&send("", "application/octet-stream", b""), 422, lang, ("请选择一张照片", "Choose a photo"));
    });
}

#[test]
fn a_form_made_before_the_case_changed() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, SOON);
    let no = submitted(&bench, &citizen, false);
    let at = |act: &str| format!("/desk/cases/{no}{act}");
    let mut clerk = at_desk(&bench, Role::Clerk);
    let old = clerk.get(&at("/ask")).is(200);
    clerk.fill(&at(""), &at("/accept"), &[]).leads_to(&at("?done=accept"));
    in_both(|lang| {
        let fields = [("fault-photo", "unclear"), ("due", "2026-12-01")];
        let page = reads(at_desk(&bench, Role::Clerk), lang).fill_on(&old, &at("/ask"), &fields);
        told(&page, 409, lang, ("刚刚有了新的变化", "has just changed"));
        page.says(&["value=\"2026-12-01\"", "value=\"unclear\" selected"]);
    });
}

#[test]
fn a_form_that_nothing_proves_to_be_ours() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, SOON);
    let at = format!("/apply/{ITEM}/start");
    in_both(|lang| {
        let cookies = format!("yc_session={}; yc_lang={lang}", citizen.token);
        let form = || {
            Request::post(&at)
                .header("cookie", &cookies)
                .header("content-type", "application/x-www-form-urlencoded")
        };
        let page = |reply: crate::testing::Reply| Page {
            status: reply.status,
            headers: reply.headers,
            bytes: reply.bytes,
        };
        let silent = page(bench.send(form(), "nonce=made-up"));
        told(&silent, 403, lang, ("表单已过期", "The form has expired"));
        let foreign = page(bench.send(form().header("sec-fetch-site", "cross-site"), ""));
        told(&foreign, 403, lang, ("请求来自其他网站", "another site"));
    });
    let mine = bench.get(Some(&citizen.token), "/api/v1/cases").is(200);
    assert_eq!(mine["cases"], json!([]));
}

#[test]
fn the_same_form_sent_twice() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, SOON);
    let no = submitted(&bench, &citizen, false);
    let id = case(&bench, &no).0.id;
    let count = |kind: &str| kinds(&bench, "case", &id).iter().filter(|known| *known == kind).count();
    assert_eq!(count("case.submitted"), 1);
    let mut browser = Browser::of(&bench, &citizen.token);
    let at = format!("/cases/{no}/withdraw");
    let page = browser.get(&at).is(200);
    // The second press is answered like the first, and happens no second time.
    for _ in 0..2 {
        browser.fill_on(&page, &at, &[]).leads_to(&format!("/cases/{no}"));
    }
    assert_eq!(count("case.withdrawn"), 1);
    // What never came is not ahead of anybody any more.
    let timeline = browser.get(&format!("/cases/{no}")).is(200);
    timeline.says(&["提交申请", "已撤回"]);
    timeline.hides(&["审核决定", "制作新证", "还没有缴"]);
    // A new form for what is over is refused, in words.
    in_both(|lang| {
        let page = reads(Browser::of(&bench, &citizen.token), lang).post(&at, &[("nonce", lang)]);
        told(&page, 409, lang, ("", ""));
    });
}

#[test]
fn a_body_of_ten_megabytes() {
    let bench = Bench::on_sqlite();
    in_both(|lang| {
        let mut browser = reads(Browser::new(&bench), lang);
        let long = "9".repeat(10 * 1024 * 1024);
        let page = browser.post("/login", &[("id_number", &long)]);
        told(&page, 413, lang, ("提交的内容太大", "too large"));
        let page = browser.upload("/login", "id_number", "a.jpg", "image/jpeg", b"x");
        told(&page, 415, lang, ("无法读取提交的内容", "cannot be read"));
    });
}

#[test]
fn an_unknown_item_and_a_case_that_is_not_theirs() {
    let bench = Bench::on_sqlite();
    let (owner, stranger) = (bench.citizen(1, SOON), bench.citizen(2, SOON));
    let no = submitted(&bench, &owner, false);
    in_both(|lang| {
        let mut browser = reads(Browser::of(&bench, &stranger.token), lang);
        let same = ("没有这项内容，或者您无权查看", "There is no such thing, or it is not yours to see");
        for path in
            ["/items/no-such-item", "/apply/no-such-item/start", "/cases/YC20261123-AAAAAAAA", "/nowhere"]
        {
            told(&browser.get(path), 404, lang, same);
        }
        // What is there and not theirs looks exactly like what is not there.
        told(&browser.get(&format!("/cases/{no}")), 404, lang, same);
        told(&browser.post(&format!("/cases/{no}/withdraw"), &[]), 404, lang, same);
        let mut asked = Browser::of(&bench, &stranger.token);
        let other = if lang == "zh" { "en" } else { "zh" };
        told(&asked.get(&format!("/nowhere?lang={other}")), 404, other, same);
    });
    assert!(!kinds(&bench, "case", &case(&bench, &no).0.id).contains(&"case.withdrawn".to_owned()));
}

#[test]
fn outside_systems_that_are_down_slow_wrong_or_answer_twice() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, SOON);
    let at = format!("/apply/{ITEM}/start");
    // What cannot be known refuses nobody.
    for mode in ["down", "garbage", "wrong", "drop_answer", "slow", "twice"] {
        fault(&bench, "offences", mode);
        fault(&bench, "hospital", mode);
        in_both(|lang| {
            let page = reads(Browser::of(&bench, &citizen.token), lang).get(&at);
            told(&page, 200, lang, ("开始填写", "<form"));
        });
    }
    fault(&bench, "offences", "none");
    fault(&bench, "hospital", "none");
    let begun = bench.post(Some(&citizen.token), "/api/v1/cases", &json!({ "item": ITEM })).is(201);
    let pay = format!("/pay/{}", begun["number"].as_str().unwrap());
    for mode in ["down", "garbage", "wrong"] {
        fault(&bench, "payment", mode);
        in_both(|lang| {
            let page = reads(Browser::of(&bench, &citizen.token), lang).get(&pay);
            told(&page, 503, lang, ("外部系统暂时连接不上", "An outside system cannot be reached"));
            assert_eq!(page.header("retry-after"), "30");
        });
    }
    for mode in ["slow", "twice", "none"] {
        fault(&bench, "payment", mode);
        in_both(|lang| {
            let page = reads(Browser::of(&bench, &citizen.token), lang).get(&pay);
            told(&page, 200, lang, ("10", "10"));
        });
    }
}

#[test]
fn the_end_of_a_telephone_is_not_guessed_for_long() {
    let bench = Bench::on_sqlite();
    let citizen = bench.citizen(1, SOON);
    let number = submitted(&bench, &citizen, false);
    let track = |lang: &str, number: &str, tail: &str| {
        reads(Browser::new(&bench), lang).fill("/track", "/track", &[("no", number), ("tail", tail)])
    };
    let right = citizen.phone.get(7..).unwrap();
    in_both(|lang| {
        track(lang, &number, right).is(200);
    });
    // A number that nobody has is closed after as many tries: that it is closed tells nothing.
    for asked in [number.as_str(), "YC20261123-AAAAAAAA"] {
        for guess in 2..20 {
            told(&track("zh", asked, &format!("{guess:04}")), 422, "zh", ("没有查到", "Nothing found"));
        }
    }
    for _ in 0..2 {
        track("zh", "YC20261123-AAAAAAAA", "0000");
    }
    in_both(|lang| {
        let words = ("查询的次数太多", "asked for too often");
        told(&track(lang, &number, right), 422, lang, words);
        told(&track(lang, "YC20261123-AAAAAAAA", "0000"), 422, lang, words);
    });
    bench.clock.advance_ms(86_400_000);
    track("zh", &number, right).is(200);
}
