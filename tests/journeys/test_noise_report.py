"""A named noise report with a picture, through triage, plan and agreement to its closing letter."""

from playwright.sync_api import expect

from . import people


def test_a_noise_report_with_a_picture_through_to_closing(page, new_page, service):
    people.start_report(page)
    people.report(page, people.NOISE, add_picture=True)
    reference, secret = people.receipt(page)
    expect(page.locator("main")).to_contain_text("What happens next")

    dana = new_page()
    people.sign_in(dana, service, "dana")
    dana.goto("/desk/cases/queue/")
    expect(dana.locator("main")).to_contain_text(reference)
    people.act(dana, reference, "acknowledge", {})
    # The answers speak for C; whoever decides otherwise says why.
    assessed = {
        "category": "B",
        "reason": "Often, at night, and it makes them ill.",
        "why_not": "They told the visiting officer more than the form asks.",
    }
    people.act(dana, reference, "assess", assessed)
    dana.goto(f"/desk/cases/{reference}/allocate/")
    dana.get_by_label("Cora Coordinator").check()
    people.press(dana)
    expect(dana.locator("main")).to_contain_text("Cora Coordinator")

    cora = new_page()
    people.sign_in(cora, service, "cora")
    cora.goto(f"/desk/cases/{reference}/")
    expect(cora.locator("main img")).to_have_count(1)
    people.act(
        cora,
        reference,
        "contact",
        {
            "channel": "phone",
            "outcome": "spoke",
            "text": "Heard the whole story.",
            "next_contact_on": people.in_days(7),
        },
    )
    people.act(
        cora,
        reference,
        "plan",
        {
            "told_us": "Music through the wall at night.",
            "aim": "Quiet after 11pm.",
            "review_on": people.in_days(28),
            "steps-0-what": "Speak with your neighbour",
            "steps-0-due_on": people.in_days(3),
            "steps-1-owner": "reporter",
            "steps-1-what": "Write down each time it happens",
            "steps-1-due_on": people.in_days(14),
        },
    )

    people.open_your_case(page, reference, secret)
    expect(page.locator("main")).to_contain_text("Speak with your neighbour")
    with people.settled(page):
        page.get_by_role("button", name="Yes, I agree").click()
    expect(page.locator("main")).to_contain_text("You agreed this plan")

    people.act(cora, reference, "close", {"reason": "resolved", "explanation": "It has been quiet for six weeks."})
    page.goto("/case/yours/")
    expect(page.locator("main")).to_contain_text("It has been quiet for six weeks.")
    expect(page.locator("main")).to_contain_text("If it starts again")
    letters = [letter for letter in service.mails() if reference in letter]
    assert any("closed" in letter and "quiet for six weeks" in letter for letter in letters)
