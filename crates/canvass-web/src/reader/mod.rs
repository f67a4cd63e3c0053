//! Pages and forms of readers.

mod about_me;
mod answer;
mod comments;
mod context;
mod conversation;
mod home;
mod mine;
mod notice;
mod pictures;
mod report;
mod results;
mod returning;
mod statement;
pub(crate) mod takes;

pub(crate) use about_me::about_me;
pub(crate) use answer::{ballot, undo, vote};
pub(crate) use comments::request_of as comments_asked_for;
pub(crate) use comments::{
    comment, comments, confirm_erase_comment, edit_comment, erase_comment, post_comment, report, stop_quoting,
};
pub(crate) use conversation::show as conversation;
pub(crate) use home::home;
pub(crate) use mine::{confirm_erase, confirm_withdraw, erase, forget_about_me, mine, withdraw_all, withdraw_vote};
pub(crate) use notice::{
    ask as ask_notice, confirm as confirm_notice, end as end_notice, form as notice_form, notice_email, show as notice,
};
pub(crate) use pictures::{card_png, card_svg, map_png, map_svg, poll_png, poll_svg};
pub(crate) use report::show as report_statement;
pub(crate) use results::results;
pub(crate) use returning::{come_back, show as returning};
pub(crate) use statement::add as add_statement;
