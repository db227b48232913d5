"""Words are read for what they mean: what may change in their spelling, and what must not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pulang.language import normalise
from pulang.language.spelling import STEPS, Speller

PLACES = Path(__file__).parents[2] / "pulang" / "places" / "data"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        pytest.param("nagih upah ke majikan", "menagih upah ke majikan", id="claim-is-no-addiction"),
        pytest.param("kecanduan judi", "kecanduan judi", id="addiction"),
        pytest.param("dipukulin dibunuh mampus", "dipukul dibunuh mampus", id="violence"),
        pytest.param("silet nadi mengiris", "silet nadi mengiris", id="means"),
        pytest.param("ditodong pisau, diancem", "ditodong pisau, diancam", id="threat"),
        pytest.param("mengurung bukan mengusung", "mengurung bukan mengusung", id="locking-is-no-carrying"),
        pytest.param("dirumahkan ditempati dilautan", "dirumahkan ditempati dilautan", id="not-a-place"),
        pytest.param("bundir aja", "bunuh diri saja", id="suicide"),
        pytest.param("gardu gaduh gajah gadis gali", "gardu gaduh gajah gadis gali", id="ga-is-no-denial"),
        pytest.param("ngaku ngalah", "mengaku mengalah", id="nga-is-no-denial"),
        pytest.param(
            "ktp bpjs bp2mi lpsk skck tki tkw pmi blk", "ktp bpjs bp2mi lpsk skck tki tkw pmi blk", id="short-forms"
        ),
        pytest.param("sri dwi indra slamet arifin muslimin", "sri dwi indra slamet arifin muslimin", id="names"),
        pytest.param("ngawi alor kerinci amman semporna", "ngawi alor kerinci amman semporna", id="places"),
        pytest.param("lt2 rt03 1000000 covid19", "lt2 rt03 1000000 covid19", id="numbers"),
        pytest.param("abdi teh teu terang ari kitu kumaha", "abdi teh teu terang ari kitu kumaha", id="sundanese"),
        pytest.param("inyong ora ngarep mangan turu", "inyong ora ngarep mangan turu", id="javanese"),
        pytest.param("aja kandha-kandha, inyong wedi", "aja kandha-kandha, inyong wedi", id="ngapak-do-not"),
        pytest.param("nyambut gawe mulang meneng seket", "nyambut gawe mulang meneng seket", id="javanese-look-alikes"),
        pytest.param("sabar, sabtu harus bayar", "sabar, sabtu harus bayar", id="right-already"),
    ],
)
def test_meaning_stays(written: str, normal: str) -> None:
    """What looks like a slip, a short form or another language's word keeps its meaning."""
    assert normalise(written) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        pytest.param("uang sm habis, dipukul sm bos", "uang semua habis, dipukul sama bos", id="sm"),
        pytest.param("dr kamboja, kata dr jiwa", "dari kamboja, kata dokter jiwa", id="dr"),
        pytest.param("kk mau tanya", "kakak mau tanya", id="kk-person"),
        pytest.param("nomor kk sama ktp", "nomor kk sama ktp", id="kk-paper"),
        pytest.param("KK saya hilang", "kk saya hilang", id="kk-capitals"),
        pytest.param("kk", "kk", id="kk-alone"),
        pytest.param("saye kene denda", "saya kena denda", id="kene-malay"),
        pytest.param("wong kene kabeh", "wong kene kabeh", id="kene-javanese"),
        pytest.param("km di km 5, rumah 3 km", "kamu di km 5, rumah 3 km", id="km"),
        pytest.param("di km mandi", "di kamar mandi", id="km-room"),
        pytest.param("plg banyak 2, mau plg", "paling banyak 2, mau pulang", id="plg"),
        pytest.param("tgl 5, tgl di desa", "tanggal 5, tinggal di desa", id="tgl"),
        pytest.param("anak smp dipukul smp pingsan", "anak smp dipukul sampai pingsan", id="smp"),
        pytest.param("anak sma ikut sma dia", "anak sma ikut sama dia", id="sma"),
        pytest.param("kl di kl gajinya besar", "kalau di kuala lumpur gajinya besar", id="kl"),
        pytest.param("tk bs, guru tk", "tidak bisa, guru tk", id="tk"),
        pytest.param("pk 8 ga pk baju", "pukul 8 tidak pakai baju", id="pk"),
        pytest.param("kt agen kt pergi", "kata agen kita pergi", id="kt"),
    ],
)
def test_neighbours_tell(written: str, normal: str) -> None:
    """A form with two readings is read by the words around it."""
    assert normalise(written) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        pytest.param("nunggu nyari ngambil mukul ngecek", "menunggu mencari mengambil memukul mengecek", id="nasal"),
        pytest.param("ngerasa ngelapor mbantu njual", "merasa melapor membantu menjual", id="nasal-kept"),
        pytest.param("temenin dimarahin jelasin", "temani dimarahi jelaskan", id="in"),
        pytest.param("dibalikin nganterin ngingetin", "dikembalikan mengantarkan mengingatkan", id="in-and-nasal"),
        pytest.param("kebawa ketipu kekunci kejebak", "terbawa tertipu terkunci terjebak", id="ke"),
        pytest.param("malem jatoh pinter sampe", "malam jatuh pintar sampai", id="sounds"),
        pytest.param("dateng ditangkep kedengeran", "datang ditangkap kedengaran", id="sounds-with-affixes"),
        pytest.param("sekarng trnyata kluarga dtanggung", "sekarang ternyata keluarga ditanggung", id="vowels"),
        pytest.param("orgnya suratny tmnku", "orangnya suratnya temanku", id="endings"),
        pytest.param("dirumah kedesa didalamnya dimana2", "di rumah ke desa di dalamnya di mana-mana", id="places"),
        pytest.param("gabisa gadikasih nggakada", "tidak bisa tidak dikasih tidak ada", id="denial"),
        pytest.param("orangorang hal² temen2ku", "orang-orang hal-hal teman-temanku", id="doubling"),
        pytest.param(
            "ditahan2 memukul2 sebaik2nya", "ditahan-tahan memukul-mukul sebaik-baiknya", id="doubling-affixes"
        ),
        pytest.param("2th 4jt jam9 umur17 30rb 3x", "2 tahun 4 juta jam 9 umur 17 30 ribu 3 kali", id="units"),
        pytest.param("9ak 9w t0l0ng", "tidak gue tolong", id="digit-letters"),
        pytest.param("nakam libom ngalup", "makan mobil pulang", id="back-to-front"),
        pytest.param("umak kame tarus", "umak kame tarus", id="not-back-to-front"),
        pytest.param("wkwkwk hahahaha xixixi", "hahaha hahaha hahaha", id="laughter"),
        pytest.param("hp-nya di-pukul jum'at temen-temen", "hpnya dipukul jumat teman-teman", id="marks-inside"),
        pytest.param("kmh tew eweuh", "kumaha teu euweuh", id="sundanese-variants"),
        pytest.param("pie wes kpriben koe", "piye wis kepriben kowe", id="javanese-variants"),
    ],
)
def test_everyday_speech(written: str, normal: str) -> None:
    """Everyday spelling and affixes come to the written ones; the root stays."""
    assert normalise(written) == normal


def test_names_of_places_stay() -> None:
    """No name of a regency is taken for a slip; Bener means true, and is written so."""
    with (PLACES / "regencies.csv").open(encoding="utf-8") as file:
        names = [row["name"].lower() for row in csv.DictReader(file)]
    assert [name for name in names if normalise(name) != name] == ["bener meriah"]


@pytest.mark.parametrize("step", STEPS)
def test_every_step_can_be_left_out(step: str) -> None:
    """A speller without one step still gives every word a spelling."""
    speller = Speller(without={step})
    assert all(
        speller.spell(word) for word in ("sy", "org2", "dirumah", "nunggu", "malem", "brpa", "tolooong", "dpukul")
    )
