"""The languages that shipped packs know: their verbs, their dates, their months."""

from datetime import datetime
from pathlib import Path
from typing import get_args

import polars as pl
import pytest

import threadscope
from threadscope import pages
from threadscope.cli import options
from threadscope.errors import UsageError
from threadscope.language import cues
from threadscope.rules import Language, shipped
from threadscope.segment import segment
from threadscope.segment.dates import understood

MOMENT = datetime(2021, 5, 3, 10, 25)
LATER = datetime(2021, 5, 3, 13, 25)
DAY = datetime(2021, 5, 3)

SAID = [
    ("en", "{} says:", "May 3, 2021 at 10:25 am", MOMENT),
    ("en", "{} wrote:", "on Mon, 3rd May 2021, 10:25", MOMENT),
    ("de", "{} sagt:", "3. Mai 2021 um 10:25 Uhr", MOMENT),
    ("de", "{} schreibt:", "Montag, 3. Mai 2021, 10.25 Uhr", MOMENT),
    ("de", "{} meinte:", "Am 3. Mai 2021", DAY),
    ("fr", "{} dit :", "3 mai 2021 à 10 h 25 min", MOMENT),
    ("fr", "{} a écrit :", "le lundi 3 mai 2021 à 10h25", MOMENT),
    ("es", "{} dice:", "3 mayo, 2021 a las 10:25 am", MOMENT),
    ("es", "{} escribió:", "lunes, 3 de mayo de 2021, 10:25", MOMENT),
    ("it", "{} ha detto:", "3 Maggio 2021 alle 10:25", MOMENT),
    ("it", "{} scrive:", "lunedì 3 maggio 2021 alle ore 10:25", MOMENT),
    ("pt", "{} disse:", "3 de maio de 2021 às 10:25", MOMENT),
    ("pt", "{} comentou:", "segunda-feira, 3 de maio de 2021 às 10h25", MOMENT),
    ("nl", "{} zegt:", "3 mei 2021 om 10:25", MOMENT),
    ("nl", "{} schreef op:", "maandag 3 mei 2021 om 10:25 uur", MOMENT),
    ("pl", "{} pisze:", "3 maja 2021 o 10:25", MOMENT),
    ("pl", "{} napisał(a):", "poniedziałek, 3 maja 2021 o godz. 10:25", MOMENT),
    ("ru", "{} пишет:", "3 мая 2021 в 10:25", MOMENT),
    ("ru", "{} написал:", "3 мая 2021 года в 10:25", MOMENT),
    ("ru", "{} говорит:", "03.05.2021 в 10:25", MOMENT),
    ("sv", "{} skriver:", "den 3 maj, 2021 kl. 10:25", MOMENT),
    ("sv", "{} säger:", "3 maj 2021 klockan 10:25", MOMENT),
    ("ja", "{} より:", "2021年5月3日 10:25 AM", MOMENT),
    ("ja", "{} より:", "2021年5月3日 午前10時25分", MOMENT),
    ("ja", "{} さんのコメント:", "2021年5月3日 1:25 午後", LATER),
    ("ja", "{} より:", "2021年5月3日 午後1時25分", LATER),
]
AGES = [
    ("en", "3 hours ago"),
    ("de", "vor 3 Stunden"),
    ("fr", "il y a 3 heures"),
    ("es", "hace 3 horas"),
    ("it", "3 ore fa"),
    ("pt", "há 3 horas"),
    ("nl", "3 uur geleden"),
    ("pl", "3 godziny temu"),
    ("ru", "3 часа назад"),
    ("sv", "för 3 timmar sedan"),
    ("ja", "3 時間前"),
]
MONTHS = [
    ("en", "January February March April May June July August September October November December"),
    ("en", "Jan. Feb. Mar. Apr. May Jun. Jul. Aug. Sept. Oct. Nov. Dec."),
    ("de", "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
    ("de", "Jän. Febr. Mär. Apr. Mai Jun. Jul. Aug. Sept. Okt. Nov. Dez."),
    ("fr", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    ("fr", "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
    (
        "es",
        "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre",
    ),
    ("es", "ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic."),
    (
        "it",
        (
            "gennaio febbraio marzo aprile maggio giugno "
            "luglio agosto settembre ottobre novembre dicembre"
        ),
    ),
    ("it", "gen feb mar apr mag giu lug ago set ott nov dic"),
    (
        "pt",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    ),
    ("pt", "jan fev mar abr mai jun jul ago set out nov dez"),
    (
        "nl",
        "januari februari maart april mei juni juli augustus september oktober november december",
    ),
    ("nl", "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec."),
    (
        "pl",
        (
            "stycznia lutego marca kwietnia maja czerwca "
            "lipca sierpnia września października listopada grudnia"
        ),
    ),
    ("pl", "sty lut mar kwi maj cze lip sie wrz paź lis gru"),
    ("ru", "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
    ("ru", "янв. февр. март апр. май июнь июль авг. сент. окт. нояб. дек."),
    ("sv", "januari februari mars april maj juni juli augusti september oktober november december"),
    ("sv", "jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec."),
]


def first_cut(*comments: str) -> tuple[str | None, datetime | None]:
    """Cut a page of these comments, and give author and date of the first."""
    page = "The lamp\n\nNobody knows who lit it.\n\n" + "".join(comments)
    cuts = segment(pages.of_texts({"a": page}).pages, shipped()).cuts
    assert cuts.height == len(comments)
    return cuts.select("author", "posted_at").row(0)


@pytest.mark.parametrize(("language", "line", "date", "when"), SAID)
def test_a_comment_is_known_by_the_verb_and_the_date_of_its_language(
    language: str, line: str, date: str, when: datetime
) -> None:
    said = [f"{line.format(name)}\n{date}\n\nAt last it burns.\n\n" for name in ("Åsa Øst", "雪")]
    assert first_cut(*said) == ("Åsa Øst", when), language


@pytest.mark.parametrize(("language", "age"), AGES)
def test_an_age_is_known_in_every_language(language: str, age: str) -> None:
    said = [f"{name} • {age}\n\nAt last it burns.\n\n" for name in ("Åsa Øst", "Bo")]
    assert first_cut(*said)[0] == "Åsa Øst", language


@pytest.mark.parametrize(("language", "names"), MONTHS)
def test_every_month_is_understood_long_and_short(language: str, names: str) -> None:
    written = pl.Series([f"3 {name} 2021, 10:25" for name in names.split()])
    read = [when.month if when else None for when in understood(written, ())]
    assert read == list(range(1, 13)), language


def test_every_language_is_proven_by_a_verb_an_age_and_its_months() -> None:
    known = {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "sv", "ja"}
    assert {row[0] for row in SAID} == {row[0] for row in AGES} == known
    assert {row[0] for row in MONTHS} == known - {"ja"}


def test_a_language_that_is_given_decides_which_words_give_a_reply_away(tmp_path: Path) -> None:
    page = tmp_path / "short.txt"
    page.write_text("Ada's picture\nHm.\nBo's picture\nSchick!\nCy's picture\nVielen Dank\n")
    asked = pl.col("author") == "Cy"

    def told(language: Language | None) -> str:
        found = threadscope.analyze(page, language=language, asked=asked).candidates
        return str(found.filter(pl.col("id") == 2)["evidence"].explode().to_list())

    assert "thank" not in told(None)
    assert "thank" not in told("en")
    assert "thank" in told("de")
    (tmp_path / "de.yaml").write_text("language: de\n")
    set_there = threadscope.analyze(page, config=tmp_path / "de.yaml", asked=asked).candidates
    assert "thank" in str(set_there["evidence"].explode().to_list())


def test_the_languages_to_choose_from_are_those_with_a_list() -> None:
    assert sorted(cues.lists()) == list(get_args(Language)) == list(options.LANGUAGES)
    with pytest.raises(UsageError, match="no language is called 'klingon'"):
        threadscope.analyze("page.txt", language="klingon")  # type: ignore[arg-type]
