//! Numbers: people, vehicles, companies, plates.

use base::Day;
use serde_json::json;

use super::asked::Asked;
use super::{Found, Wrong};
use crate::{Areas, Energy, IdFault, PlateFault, ResidentId, Sex, Uscc, UsccFault, Vin, VinFault};

#[expect(clippy::unnecessary_wraps, reason = "all operations have one form")]
pub(super) fn validate_id(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let answer = asked.law.resident_id(asked.text("id"), Areas::Assigned, asked.as_of);
    let found = Found::of(&answer);
    Ok(match &answer.value {
        Ok(id) => found
            .with("valid", true)
            .with_day("birth", id.birth())
            .with("sex", if id.sex() == Sex::Male { "男" } else { "女" })
            .with("area", id.area().to_string())
            .with("normalized", id.as_str())
            .with("kind", id.holder().document()),
        Err(fault) => {
            let expected = match fault {
                IdFault::Checksum { expected } => Some(expected.to_string()),
                _ => None,
            };
            found.with("valid", false).with("reason", fault.code()).with("expected_check", expected)
        }
    })
}

pub(super) fn convert_id(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let answer = asked.law.resident_id_from_15(asked.text("id"), Areas::Assigned, asked.as_of);
    match &answer.value {
        Ok(id) => Ok(Found::of(&answer).with("id18", id.as_str())),
        Err(fault) => {
            let form =
                base::Text::new("请填写15位数字的居民身份证号码。", "Give an identity number of 15 digits.");
            let message =
                if matches!(fault, IdFault::Length | IdFault::Charset) { form } else { fault.message() };
            Err(Wrong::at("id", &format!("resident_id.{}", fault.code()), message.zh, message.en))
        }
    }
}

pub(super) fn age_on(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let latest: Day = asked.as_of.max(asked.today);
    let answer = asked.law.resident_id(asked.text("id"), Areas::Assigned, latest);
    let Ok(id) = &answer.value else {
        return Ok(Found::of(&answer).with("valid", false));
    };
    let age = asked
        .law
        .age_on(ResidentId::birth(id), asked.as_of)
        .map_err(|error| Wrong::from(error).about("as_of"))?;
    Ok(Found::of(&answer).also(&age).with("valid", true).with("age", age.value))
}

#[expect(clippy::unnecessary_wraps, reason = "all operations have one form")]
pub(super) fn validate_vin(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let answer = Vin::read(asked.text("vin"));
    let vin = &answer.value;
    let (bad, expected) = match vin.fault {
        Some(VinFault::Charset(bad)) => (Some(bad.to_string()), None),
        Some(VinFault::Checksum { expected }) => (None, Some(expected.to_string())),
        Some(VinFault::Length) | None => (None, None),
    };
    let checked = match vin.fault {
        None => Some(true),
        Some(VinFault::Checksum { .. }) => Some(false),
        Some(_) => None,
    };
    Ok(Found::of(&answer)
        .with("valid", vin.valid())
        .with("check", vin.check.map(|check| check.to_string()))
        .with("check_digit_ok", checked)
        .with("normalized", vin.normalized.as_str())
        .with("reason", vin.fault.map(VinFault::code))
        .with("char", bad)
        .with("expected_check", expected))
}

pub(super) fn vin_check(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let answer = Vin::check_of(asked.text("vin_with_blank")).map_err(|fault| {
        Wrong::at(
            "vin_with_blank",
            &format!("vin.{}", fault.code()),
            "车辆识别代号应为17位，不含I、O、Q，第9位写成“_”。",
            "a VIN has 17 characters without I, O and Q; write the ninth as `_`",
        )
    })?;
    Ok(Found::of(&answer).with("check", answer.value.to_string()))
}

pub(super) fn model_year(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let vin = Vin::read(asked.text("vin")).value;
    let answer = vin.model_year().ok_or_else(|| {
        Wrong::at(
            "vin",
            &format!("vin.{}", vin.fault.map_or("length", VinFault::code)),
            "车辆识别代号应为17位，不含I、O、Q。",
            "a VIN has 17 characters without I, O and Q",
        )
    })?;
    Ok(Found::of(&answer)
        .with("check_digit_ok", vin.valid())
        .with("model_year_code_valid", !answer.value.years.is_empty())
        .with("char", answer.value.code.to_string())
        .with("years", json!(answer.value.years)))
}

#[expect(clippy::unnecessary_wraps, reason = "all operations have one form")]
pub(super) fn validate_uscc(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let answer = Uscc::read(asked.text("code"));
    let code = &answer.value;
    let (bad, expected) = match code.fault {
        Some(UsccFault::Charset(bad)) => (Some(bad.to_string()), None),
        Some(UsccFault::Checksum { expected }) => (None, Some(expected.to_string())),
        Some(UsccFault::Length) | None => (None, None),
    };
    let part = |places| code.part(places).map(str::to_owned);
    Ok(Found::of(&answer)
        .with("valid", code.valid())
        .with("dept", part(0..1))
        .with("category", part(1..2))
        .with("area", part(2..8))
        .with("reason", code.fault.map(UsccFault::code))
        .with("char", bad)
        .with("expected_check", expected)
        .with("uscc_checksum_ok", code.subject_checks.map(|_| code.valid()))
        .with("org_code_checksum_ok", code.subject_checks))
}

pub(super) fn uscc_check(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let answer = Uscc::check_of(asked.text("body17")).map_err(|fault| {
        Wrong::at(
            "body17",
            &format!("uscc.{}", fault.code()),
            "应为统一社会信用代码的前17位，不含I、O、S、V、Z。",
            "the first 17 characters of the code, without I, O, S, V and Z",
        )
    })?;
    Ok(Found::of(&answer).with("check", answer.value.to_string()))
}

pub(super) fn validate_plate(asked: &Asked<'_>) -> Result<Found, Wrong> {
    let answer = asked.law.plate(asked.text("plate"), asked.text("plate_type"), asked.as_of);
    let answer = answer.map_err(|error| Wrong::from(error).about("plate_type"))?;
    let energy = answer.value.energy.map(|energy| match energy {
        Energy::Electric => "纯电动",
        Energy::Other => "非纯电动",
    });
    let fault = answer.value.fault;
    Ok(Found::of(&answer)
        .with("valid", fault.is_none())
        .with("reason", fault.map(PlateFault::code))
        .with("energy", energy))
}
