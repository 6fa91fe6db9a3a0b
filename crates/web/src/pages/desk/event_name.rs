//! What the kinds of events are called. The ledger keeps codes; whoever looks through it reads words, with the code
//! beside them.

use base::Text;

const NAMES: &[(&str, &str, &str)] = &[
    ("case.accepted", "受理", "Case accepted"),
    ("case.corrected", "更正", "Case corrected"),
    ("case.decided", "审核决定", "Case decided"),
    ("case.delivery_chosen", "选定领取方式", "Delivery chosen"),
    ("case.handed_in", "交来材料", "Paper handed in"),
    ("case.handed_over", "发证", "Licence handed over"),
    ("case.issued", "制证", "Licence made"),
    ("case.opened", "开始填写", "Case begun"),
    ("case.ordered_anew", "重新生成缴费单", "Fee ordered anew"),
    ("case.paid", "缴费", "Fee paid"),
    ("case.parcel_moved", "邮件有新动态", "Parcel moved"),
    ("case.rated", "评价", "Case rated"),
    ("case.refund_asked", "提出退费", "Refund asked for"),
    ("case.refunded", "已退费", "Fee given back"),
    ("case.rejected", "不予受理", "Case not accepted"),
    ("case.settled", "核查有结果", "Check settled"),
    ("case.submitted", "提交申请", "Case handed in"),
    ("case.supplement_asked", "要求补正", "Paper asked for again"),
    ("case.withdrawn", "撤回或失效", "Case withdrawn or lapsed"),
    ("grant.given", "授权网点办理", "Outlet authorized"),
    ("grant.narrowed", "缩小授权", "Authorization narrowed"),
    ("grant.resumed", "恢复授权", "Authorization resumed"),
    ("grant.suspended", "暂停授权", "Authorization suspended"),
    ("grant.withdrawn", "收回授权", "Authorization withdrawn"),
    ("guide.word_added", "添加叫法", "Word added"),
    ("guide.word_removed", "删除叫法", "Word removed"),
    ("job.given_up", "放弃外部任务", "Work given up"),
    ("job.retried", "重试外部任务", "Work tried again"),
    ("licence.corrected", "更正驾驶证记录", "Licence corrected"),
    ("licence.registered", "登记驾驶证", "Licence registered"),
    ("licence.reissued", "换发驾驶证", "Licence reissued"),
    ("licence.status_set", "驾驶证状态变化", "Licence status set"),
    ("mandate.ended", "委托结束", "Mandate ended"),
    ("mandate.granted", "委托他人", "Mandate granted"),
    ("notice.published", "发布公告", "Notice published"),
    ("notice.withdrawn", "撤下公告", "Notice withdrawn"),
    ("office.begun", "车管所启用", "Office begun"),
    ("outlet.changed", "网点变更", "Outlet changed"),
    ("outlet.closed", "网点停办", "Outlet closed"),
    ("outlet.day_closed", "网点日结", "Day closed"),
    ("outlet.opened", "开设网点", "Outlet opened"),
    ("outlet.reopened", "网点恢复", "Outlet reopened"),
    ("person.changed", "变更个人信息", "Person's data changed"),
    ("person.erased", "清除个人信息", "Person erased"),
    ("person.erasure_asked", "申请清除个人信息", "Erasure asked for"),
    ("person.looked_up", "查档", "File looked up"),
    ("person.photo_kept", "留存照片", "Photo kept"),
    ("person.registered", "登记人员", "Person registered"),
    ("refusal.given", "当场告知不能办理", "Refusal given"),
    ("register.exported", "导出登记簿", "Register exported"),
    ("staff.disabled", "停用账号", "Account disabled"),
    ("staff.enabled", "启用账号", "Account enabled"),
    ("staff.moved", "调动", "Staff moved"),
    ("staff.registered", "添加人员", "Staff registered"),
    ("staff.roles_set", "岗位变更", "Roles set"),
    ("staff.sessions_ended", "强制退出登录", "Sessions ended"),
    ("staff.set_up", "账号启用完成", "Account set up"),
    ("staff.totp_reset", "重置动态口令", "Second factor reset"),
    ("stock.blank_spoiled", "证芯作废", "Blank spoiled"),
    ("stock.blank_used", "使用证芯", "Blank used"),
    ("stock.received", "证芯入库", "Blanks received"),
    ("vehicle.registered", "登记机动车", "Vehicle registered"),
];

/// The name of a kind of event; the code itself where none is known.
pub(super) fn event_name(kind: &str) -> Text {
    let known = NAMES.iter().find(|(code, _, _)| *code == kind);
    known.map_or_else(|| Text::new(kind, kind), |(_, zh, en)| Text::new(*zh, *en))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_that_is_recorded_has_a_name_of_its_own() {
        let recorded: BTreeSet<&str> = service::kinds().collect();
        let named: BTreeSet<&str> = NAMES.iter().map(|(code, _, _)| *code).collect();
        assert_eq!(recorded, named);
        let zh: BTreeSet<&str> = NAMES.iter().map(|(_, zh, _)| *zh).collect();
        assert_eq!(zh.len(), NAMES.len());
    }
}
