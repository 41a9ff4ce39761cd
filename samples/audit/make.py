# SPDX-License-Identifier: LGPL-2.1-or-later
# make.py - writes the made-up archive: incoming.mbox, officer/, what a Maildir
# holds, and attic.zip.
# Names are reserved (RFC 2606), addresses for documentation (RFC 5737).
import datetime
import pathlib
import zipfile

HERE = pathlib.Path(__file__).parent
DAY = datetime.timedelta(days=1)
TLS = {
    "1.3": "\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n"
           "\t key-exchange X25519 server-signature RSA-PSS (2048 bits))\n\t(No client certificate requested)",
    "1.2": "\n\t(using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits))\n\t(No client certificate requested)",
    "1.0": "\n\t(using TLSv1 with cipher DHE-RSA-AES256-SHA (256/256 bits))\n\t(No client certificate requested)",
    "rc4": "\n\t(using TLSv1 with cipher RC4-SHA (128/128 bits))\n\t(No client certificate requested)",
    "": "",
}
# Who sends, from which host and address, and what the first hop inside says.
PEOPLE = {
    "council": ("Housing desk <housing@council.example>", "out.council.example", "192.0.2.10", "10.4.0.21"),
    "surgery": ("Front desk <desk@surgery.example>", "mail.surgery.example", "192.0.2.77", "192.168.3.9"),
    "supplier": ("Orders <orders@supplier.example>", "relay2.supplier.example", "203.0.113.25", "10.0.0.5"),
    "charity": ("Volunteers <office@charity.example>", "mx.charity.example", "198.51.100.140", "192.168.1.20"),
}
# Sender, day, TLS of the hop across the boundary, subject.
LETTERS = [
    ("council", "2014-03-04", "1.0", "Minutes of the liaison meeting"),
    ("surgery", "2014-03-11", "", "Appointment list, week 11"),
    ("supplier", "2014-04-02", "rc4", "Order 1187 confirmed"),
    ("council", "2014-06-17", "1.0", "Tenancy transfer"),
    ("surgery", "2014-09-09", "", "Appointment list, week 37"),
    ("charity", "2015-01-20", "", "Rota for February"),
    ("supplier", "2015-02-03", "rc4", "Order 1302 confirmed"),
    ("council", "2015-05-12", "1.2", "Liaison meeting, papers"),
    ("surgery", "2015-06-02", "", "Appointment list, week 23"),
    ("charity", "2015-10-13", "", "Rota for November"),
    ("council", "2016-02-09", "1.2", "Tenancy transfer, second letter"),
    ("surgery", "2016-04-05", "1.2", "Appointment list, week 14"),
    ("supplier", "2016-04-19", "1.2", "Order 1544 confirmed"),
    ("surgery", "2016-09-06", "1.2", "Appointment list, week 36"),
    ("charity", "2016-11-15", "", "Rota for December"),
    ("council", "2017-01-24", "1.2", "Minutes, January"),
    ("surgery", "2017-03-07", "1.2", "Appointment list, week 10"),
    ("supplier", "2017-05-16", "1.2", "Order 1760 confirmed"),
    ("charity", "2017-09-12", "", "Rota for October"),
    ("surgery", "2018-05-15", "", "Appointment list, week 20"),
    ("surgery", "2018-05-16", "", "Appointment list, week 20, corrected"),
    ("surgery", "2018-06-05", "1.2", "Appointment list, week 23"),
    ("council", "2018-10-02", "1.2", "Liaison meeting, papers"),
    ("supplier", "2019-01-15", "1.2", "Order 2011 confirmed"),
    ("council", "2019-06-11", "1.3", "Minutes, June"),
    ("charity", "2019-09-17", "", "Rota for October"),
    ("surgery", "2019-11-05", "1.3", "Appointment list, week 45"),
    ("council", "2020-02-04", "1.3", "Tenancy transfer, closed"),
    ("supplier", "2020-03-03", "1.3", "Order 2240 confirmed"),
    ("charity", "2020-03-10", "1.2", "Rota for April"),
]


def stamp(moment):
    return moment.strftime("%a, %d %b %Y %H:%M:%S +0000")


def letter(number, who, day, tls, subject):
    sender, host, address, desk = PEOPLE[who]
    sent = datetime.datetime.fromisoformat(day) + datetime.timedelta(hours=9, minutes=7 * number % 60)
    second = datetime.timedelta(seconds=1)
    late = 3 * DAY if number == 10 else 2 * second
    fields = [
        f"Received: from mx1.example.org (mx1.example.org [198.51.100.5]){TLS['1.2']}\n"
        f"\tby store.example.org (Postfix) with ESMTPS id 5B{number:03d}A21F\n"
        f"\tfor <records@example.org>; {stamp(sent + late + 3 * second)}",
        f"Received: from {host} ({host} [{address}]){TLS[tls]}\n"
        f"\tby mx1.example.org (Postfix) with {'ESMTPS' if tls else 'ESMTP'} id 4C{number:03d}9D07\n"
        f"\tfor <records@example.org>; {stamp(sent + late + second)}",
        f"Received: from [{desk}] (unknown [{desk}])\n"
        f"\tby {host} (Postfix) with ESMTPA id 3D{number:03d}55E1;\n"
        f"\t{stamp(sent + (600 * second if number == 17 else second))}",
        f"Date: {stamp(sent)}",
        f"From: {sender}",
        "To: records@example.org",
        f"Subject: {subject}",
        f"Message-ID: <{day}.{number}@{host}>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=us-ascii",
    ]
    return "\n".join(fields) + f"\n\nThis is letter {number} of a made-up archive.\n", sent


def main():
    made = [letter(number, *row) for number, row in enumerate(LETTERS, 1)]
    with open(HERE / "incoming.mbox", "w", newline="") as out:
        for text, sent in made[:24] + made[3:4]:  # the last is there twice
            out.write(f"From - {sent.strftime('%a %b %d %H:%M:%S %Y')}\n{text}\n")
    folder = HERE / "officer/cur"
    folder.mkdir(parents=True, exist_ok=True)
    for number, (text, sent) in enumerate(made[24:], 25):
        stem = int(sent.replace(tzinfo=datetime.timezone.utc).timestamp())
        (folder / f"{stem}.M{number}.store.example.org_2,S").write_text(text, newline="")
    (HERE / "officer/dovecot-uidlist").write_text("3 V1560246900 N1\n")
    # Two letters that were put away, one of them kept in the Maildir, too; stored, so
    # that its bytes are the same whatever packs.
    with zipfile.ZipFile(HERE / "attic.zip", "w") as attic:
        for name, (text, sent) in (("2013/1.eml", letter(40, "charity", "2013-05-14", "", "Rota for June")),
                                   ("2019/25.eml", made[24])):
            info = zipfile.ZipInfo(name, sent.timetuple()[:6])
            info.external_attr = 0o644 << 16
            info.create_system = 3
            attic.writestr(info, text)


main()
