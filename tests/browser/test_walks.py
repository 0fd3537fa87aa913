"""A plan on its whole way, in real Chromium against the real server."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Shot

pytestmark = pytest.mark.browser

PageOf = Callable[[str], Page]


def say(page: Page, words: str) -> None:
    page.locator("#chat-input").click()
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def told(page: Page, words: str) -> None:
    """Wait until the assistant has said it, and has finished speaking."""
    messages = page.locator("[data-step-type=assistant_message]")
    expect(messages.filter(has_text=words).last).to_be_visible(timeout=30_000)
    expect(page.locator("#stop-button")).to_have_count(0)


def act(page: Page, label: str) -> Locator:
    return page.get_by_role("button", name=label, exact=True).last


def customer_asks_for_a_plan(page: Page, shot: Shot) -> None:
    told(page, "出国留学")
    told(page, "雅思")
    expect(act(page, "不感兴趣")).to_be_visible()
    expect(act(page, "为什么")).to_be_visible()
    shot(page, "chat-greeting")
    say(page, "孩子后年九月去英国读本科，三年要准备多少钱？")
    told(page, "请带上货币")
    say(page, "一年学费2.4万镑、生活费1.4万镑，首年杂费3000镑")
    told(page, "129,939.64")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    shot(page, "chat-figures")
    say(page, "每年五万美元的便利化额度够用吗？有什么规定？")
    told(page, "便利化")
    cited = page.get_by_text("《大通外汇服务规则》第1.1条").last
    shot(page, "chat-citation")
    cited.click()
    expect(page.locator("#side-view-title")).to_have_text("《大通外汇服务规则》第1.1条")
    shot(page, "chat-clause")
    say(page, "给我一份方案")
    told(page, "交给您的理财经理审核")
    shot(page, "chat-drafted")


def advisor_edits_and_approves(page: Page, shot: Shot) -> None:
    page.wait_for_url("**/desk")
    shot(page, "desk")
    waiting = page.locator("section", has=page.locator("#waiting"))
    waiting.get_by_role("link", name="打开").first.click()
    shot(page, "desk-plan")
    page.locator("#s4 details.chip.figure summary").first.click()
    expect(page.locator("#s4 .pop").first).to_contain_text("公式")
    shot(page, "desk-evidence")
    page.get_by_label("年学费", exact=True).fill("30000")
    page.get_by_role("button", name="重新测算").click()
    expect(page.locator(".told.good")).to_contain_text("已重新测算")
    expect(page.locator("#diff ins").first).to_be_visible()
    shot(page, "desk-difference")
    page.get_by_label("年学费", exact=True).fill("很多")
    page.get_by_role("button", name="重新测算").click()
    expect(page.locator(".field.wrong .told")).to_be_visible()
    approve(page)
    expect(page.locator(".told.good")).to_contain_text("等待第二审核人")


def approve(page: Page) -> None:
    page.locator("input[name=checked]").check()
    page.locator("#decide button.main").click()


def second_approver_approves(page: Page, shot: Shot) -> None:
    page.wait_for_url("**/desk")
    page.get_by_role("link", name="打开").first.click()
    expect(page.get_by_role("button", name="复核批准")).to_be_visible()
    shot(page, "desk-second")
    approve(page)
    expect(page.locator(".told.good")).to_contain_text("已批准")


def customer_gets_the_plan(page: Page, shot: Shot) -> None:
    told(page, "已审核通过")
    shot(page, "chat-delivered")
    act(page, "查看方案").click()
    link = page.get_by_role("link", name="打开全文").last
    expect(link).to_be_visible()
    shot(page, "chat-plan")
    address = link.get_attribute("href")
    page.get_by_role("button", name=re.compile("^接受")).last.click()
    told(page, "接受")
    page.goto(address or "")
    expect(page.locator("#s13")).to_be_visible()
    shot(page, "plan-document")


def test_a_plan_goes_from_a_question_to_the_customers_answer(
    page_of: PageOf, shot: Shot, outside: list[str]
) -> None:
    customer = page_of("chenjing")
    customer_asks_for_a_plan(customer, shot)
    advisor_edits_and_approves(page_of("wangmin"), shot)
    second_approver_approves(page_of("zhoulan"), shot)
    customer_gets_the_plan(customer, shot)
    assert outside == []


def test_a_conversation_is_found_again_with_its_buttons(
    page_of: PageOf, outside: list[str]
) -> None:
    page = page_of("liming")
    told(page, "购房")
    say(page, "买房月供怎么算？")
    told(page, "总价")
    kept = page.locator("a[href*='/chat/thread/']").first.get_attribute("href")
    page.goto(kept or "")
    told(page, "总价")
    assert outside == []


def test_an_advisor_talks_about_the_client_they_opened(
    page_of: PageOf, shot: Shot, outside: list[str]
) -> None:
    page = page_of("wangmin")
    page.wait_for_url("**/desk")
    clients = page.locator("section", has=page.locator("#clients"))
    clients.get_by_role("link", name="打开").first.click()
    shot(page, "desk-client")
    page.get_by_role("link", name="就这位客户对话").click()
    told(page, "当前客户档案")
    assert outside == []


def test_the_desk_works_without_scripts_and_in_english(
    page_of: PageOf, shot: Shot, outside: list[str]
) -> None:
    page = page_of("wangmin")
    page.wait_for_url("**/desk")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Plans to review")).to_be_visible()
    page.goto("/docs")
    expect(page.get_by_text("/v1/messages", exact=True)).to_be_visible()
    shot(page, "reference")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    shot(page, "sign-in")
    assert outside == []


def test_the_sites_sign_in_is_the_only_one(page_of: PageOf) -> None:
    page = page_of("zhaojianguo")
    told(page, "您好")
    page.locator("#user-nav-button").click()
    page.get_by_role("menuitem", name=re.compile("退出|登出")).click()
    page.wait_for_url("**/sign-in")
