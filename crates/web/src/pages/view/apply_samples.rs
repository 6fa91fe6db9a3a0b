//! Samples of the pages of an application.

use super::*;
use crate::frame::sample;
use crate::pages::view::sample::{fines_open, form, text, too_early, wrong};
use crate::pages::view::{Cell, Masked, Tone};

const CODE: &str = "licence-renew-expiry";

fn frame(step: &str) -> Frame {
    sample::citizen(&format!("/apply/{CODE}/{step}"))
}

fn application(step: u8) -> Application {
    Application {
        code: CODE.to_owned(),
        name: text("期满换证", "Licence renewal"),
        case: None,
        principal: None,
        step,
        steps: 4,
        back: Some(Link::new(format!("/apply/{CODE}/start"), "返回", "Back")),
    }
}

impl ApplyStart {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let mut application = application(0);
        application.back = Some(Link::new("/items/licence-renew-expiry", "期满换证", "Licence renewal"));
        let page = |application, whom: &str| Self {
            frame: frame("start"),
            application,
            form: form(),
            whom: whom.to_owned(),
            minutes: 5,
            at_hand: vec![
                text("一张近期白底证件照", "A recent photo with a white background"),
                text(
                    "收件地址，或者选好领取网点",
                    "A postal address, or the outlet where you will pick it up",
                ),
            ],
            on_file: vec![
                Row::new("姓名", "Name", Cell::Masked(Masked::new("张*"))),
                Row::new("身份证号码", "ID number", Cell::Masked(Masked::new("999900********1234"))),
                Row::new("准驾车型", "Class", Cell::Data("C1".to_owned())),
                Row::new(
                    "体检结果",
                    "Medical check",
                    Cell::Words(text("合格，医院已上传", "Passed, sent by the hospital")),
                ),
            ],
            fee: Fen::yuan(10),
        };
        let mut other = application.clone();
        other.principal = Some(Masked::new("张**"));
        vec![("alone", page(application, "me")), ("for another", page(other, "per_999900_2"))]
    }
}

impl ApplyWho {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let persons = vec![
            Choice::new("me", text("我自己", "Myself")),
            Choice::new("per_999900_2", text("张**", "张**")),
        ];
        let page = |form| Self {
            frame: frame("start"),
            application: application(0),
            form,
            persons: persons.clone(),
        };
        let wrong = wrong("for", "请选择为谁办理", "Choose for whom you are applying");
        vec![("asked", page(form())), ("none chosen", page(wrong))]
    }
}

impl ApplyCannot {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let ways = vec![
            Link::new("/items/licence-renew-expiry", "查看办事指南", "Read the guide"),
            Link::new("/", "回到首页", "Home page"),
        ];
        let page = |refusals| Self {
            frame: frame("cannot"),
            application: application(0),
            refusals,
            ways: ways.clone(),
        };
        vec![("one reason", page(vec![too_early()])), ("two reasons", page(vec![too_early(), fines_open()]))]
    }
}

impl ApplyContact {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let page = |form, with_address| Self {
            frame: frame("contact"),
            application: application(1),
            form,
            current: Masked::new("139****0002"),
            with_address,
        };
        let typed = wrong(
            "phone",
            "请填写11位手机号码，例如13900000001",
            "Enter an 11-digit mobile number, for example 13900000001",
        )
        .with("phone", "1390000");
        let mut agent = page(form().with("phone", "13900000001"), false);
        agent.application.principal = Some(Masked::new("张**"));
        vec![
            ("filled in", page(form().with("phone", "13900000001"), false)),
            ("wrong", page(typed, false)),
            ("with address", page(form().with("address", "示例市城东区幸福路1号2幢301室"), true)),
            ("for another", agent),
        ]
    }
}

impl ApplyDelivery {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let page = |form| Self {
            frame: frame("delivery"),
            application: application(2),
            form,
            postage: Fen::yuan(15),
        };
        vec![
            ("empty", page(form())),
            ("picked", page(form().with("delivery", "post"))),
            ("free", Self { postage: Fen::ZERO, ..page(form()) }),
            ("wrong", page(wrong("delivery", "请选择领取方式", "Choose how you would like to get it"))),
        ]
    }
}

impl ApplyOutlet {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let outlet = |value: &str, zh: &str, en: &str, address: &str, street: &str| {
            Choice::new(value, text(zh, en)).hint(text(
                &format!("{address}，周一至周六 9:00—17:00"),
                &format!("{street}, Monday to Saturday 9:00–17:00"),
            ))
        };
        let outlets = vec![
            outlet(
                "out_1",
                "示例市车辆管理所",
                "Main office",
                "城中区人民路88号",
                "88 Renmin Road, Chengzhong",
            ),
            outlet("out_2", "城东分所", "Chengdong branch", "城东区幸福路12号", "12 Xingfu Road, Chengdong"),
            outlet(
                "out_3",
                "青石镇派出所车管窗口",
                "Qingshi town window",
                "青石镇正街3号",
                "3 Zheng Street, Qingshi",
            ),
        ];
        let page = |form| Self {
            frame: frame("outlet"),
            application: application(3),
            form,
            outlets: outlets.clone(),
        };
        vec![
            ("picked", page(form().with("outlet", "out_2"))),
            ("wrong", page(wrong("outlet", "请选择一个网点", "Choose an outlet"))),
        ]
    }
}

impl ApplyAddress {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let districts = vec![
            Choice::new("", text("请选择", "Choose")),
            Choice::new("999901", text("城中区", "Chengzhong")),
            Choice::new("999902", text("城东区", "Chengdong")),
        ];
        let page = |form| Self {
            frame: frame("address"),
            application: application(3),
            form,
            districts: districts.clone(),
        };
        let filled = form()
            .with("recipient", "张三")
            .with("phone", "13900000001")
            .with("district", "999902")
            .with("address", "幸福路1号2幢301室");
        let mut typed = wrong(
            "address",
            "请填写收件地址，例如“幸福路1号2幢301室”",
            "Enter the address, for example “301, Building 2, 1 Xingfu Road”",
        )
        .with("recipient", "张三");
        typed.errors.0.insert(0, base::FieldError::new("district", "请选择区县", "Choose a district"));
        let anywhere = Self { districts: Vec::new(), ..page(form()) };
        vec![("filled in", page(filled)), ("anywhere", anywhere), ("two things wrong", page(typed))]
    }
}

impl ApplyPhoto {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let page = |form, given| Self {
            frame: frame("photo"),
            application: application(4),
            form,
            need: "photo".to_owned(),
            given,
            megabytes: 5,
        };
        vec![
            ("none yet", page(form(), false)),
            ("uploaded before", page(form(), true)),
            (
                "too big",
                page(
                    wrong(
                        "photo",
                        "照片超过了5MB，请换一张小一点的",
                        "The photo is larger than 5 MB. Choose a smaller one",
                    ),
                    false,
                ),
            ),
        ]
    }
}

impl ApplyMaterial {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let page = |form, current| Self {
            frame: frame("medical"),
            application: application(4),
            form,
            need: "medical_certificate".to_owned(),
            name: text("身体条件证明", "Medical certificate"),
            help: text("体检医院出具，6个月内有效", "From the hospital, not older than 6 months"),
            articles: vec![crate::pages::view::sample::article("162§85")],
            current,
            megabytes: 10,
        };
        let wrong = wrong("file", "请选择要上传的文件", "Choose the file to upload");
        vec![
            ("none yet", page(wrong, Text::default())),
            ("given", page(form(), text("已上传1个文件", "One file is uploaded"))),
        ]
    }
}

impl ApplyCheck {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let at = |step: &str| format!("/apply/{CODE}/{step}");
        let sections = vec![
            Answers {
                title: text("您的信息", "About you"),
                rows: vec![
                    Row::new("姓名", "Name", Cell::Masked(Masked::new("张*"))),
                    Row::new("身份证号码", "ID number", Cell::Masked(Masked::new("999900********1234"))),
                    Row::new("手机号码", "Mobile number", Cell::Masked(Masked::new("139****0001")))
                        .change(at("contact")),
                ],
            },
            Answers {
                title: text("领取方式", "Delivery"),
                rows: vec![
                    Row::new("怎么领取", "How", Cell::Words(text("邮寄到家", "By post")))
                        .change(at("delivery")),
                    Row::new("收件地址", "Address", Cell::Data("示例市城东区幸福路1号2幢301室".to_owned()))
                        .change(at("address")),
                ],
            },
            Answers {
                title: text("材料", "Materials"),
                rows: vec![
                    Row::new("证件照", "Photo", Cell::Words(text("已上传", "Uploaded"))).change(at("photo")),
                    Row::new(
                        "体检证明",
                        "Medical certificate",
                        Cell::Tag(crate::pages::view::Tag::new(Tone::Ok, "免交", "Not needed")),
                    ),
                ],
            },
            Answers {
                title: text("费用", "Fee"),
                rows: vec![
                    Row::new("驾驶证工本费", "Licence fee", Cell::Money(Fen::yuan(10))),
                    Row::new("邮费", "Postage", Cell::Money(Fen::yuan(15))),
                ],
            },
        ];
        let page = |stale| Self {
            frame: frame("check"),
            application: application(0),
            form: form(),
            sections: sections.clone(),
            stale,
        };
        vec![
            ("all answered", page(Text::default())),
            (
                "stale",
                page(text(
                    "您填写之后，登记的手机号码有了变化，请再核对一次。",
                    "The mobile number on file has changed since you answered. Please check it again.",
                )),
            ),
        ]
    }
}

impl ApplySign {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let page = |form, fee| Self {
            frame: frame("sign"),
            application: application(0),
            form,
            declarations: vec![
                text(
                    "我填写的内容和提供的材料真实、有效。",
                    "What I have entered and handed in is true and valid.",
                ),
                text(
                    "我没有不得申请驾驶证的情形。",
                    "None of the grounds that rule out a licence applies to me.",
                ),
                text(
                    "领到新证后，我会交回或者销毁旧证。",
                    "I will hand back or destroy the old licence when I get the new one.",
                ),
            ],
            act: text("提交换证申请", "Submit renewal application"),
            fee,
        };
        vec![
            ("to tick", page(form(), Fen::yuan(25))),
            (
                "not ticked, free",
                page(
                    wrong("agree", "请先勾选声明再提交", "Tick the declaration before you submit"),
                    Fen::ZERO,
                ),
            ),
        ]
    }
}
