"""What honest notebooks do beside their exercises, and what no filter or limit may break."""

from __future__ import annotations

import textwrap

import nbformat

from solidarity.run.worker import Worker

HONEST = {
    "tables": """
        import pandas
        table = pandas.DataFrame({"a": [2, 1], "b": ["x", "y"]}).sort_values("a")
        table.to_csv("table.csv", index=False)
        assert pandas.read_csv("table.csv").shape == (2, 2)
        table.to_html(), table.groupby("b").sum(), table.describe()
    """,
    "dates with time zones": """
        import pandas, zoneinfo, datetime
        assert pandas.Timestamp("2026-01-01", tz="America/Lima").utcoffset()
        datetime.datetime.now(zoneinfo.ZoneInfo("Asia/Kolkata"))
    """,
    "a database in memory": """
        import sqlite3
        book = sqlite3.connect(":memory:")
        book.execute("create table t (a)"); book.execute("insert into t values (1)"); book.commit()
        assert book.execute("select * from t").fetchall() == [(1,)]
    """,
    "a database in a file": """
        import pandas, sqlite3
        for number in range(3):
            with sqlite3.connect("book.db") as book:
                pandas.DataFrame({"a": [number]}).to_sql("t", book, if_exists="append")
                book.execute("pragma journal_mode")
            book.close()
        one, other = sqlite3.connect("book.db"), sqlite3.connect("book.db")
        assert one.execute("select count(*) from t").fetchone() == (3,)
        other.execute("delete from t"); other.commit()
        assert one.execute("select count(*) from t").fetchone() == (0,)
    """,
    "files of its own": """
        import pathlib, shutil, tempfile, json
        with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as file:
            pathlib.Path(folder, "a.json").write_text(json.dumps([1]))
            file.write(b"x"); file.flush()
            shutil.copytree(folder, "copy"); shutil.make_archive("all", "zip", "copy")
        shutil.rmtree("copy")
    """,
    "a file in memory": """
        import mmap, numpy
        numpy.save("n.npy", numpy.arange(10))
        assert numpy.load("n.npy", mmap_mode="r+")[3] == 3
        with open("n.npy", "r+b") as file, mmap.mmap(file.fileno(), 0) as view:
            assert view[:6] == b"\\x93NUMPY"
    """,
    "programs": """
        import os, subprocess, sys
        name = os.path.basename(sys.executable)
        assert subprocess.check_output([name, "-c", "print(5)"]) == b"5\\n"
        assert subprocess.run(["echo", "a"], capture_output=True, text=True).stdout == "a\\n"
        assert subprocess.check_output([sys.executable, "-c", "import json; print(6)"]) == b"6\\n"
        assert os.system("ls > list.txt") == 0 and os.popen("pwd").read().strip() == os.getcwd()
        subprocess.run("sort list.txt | head -1 | wc -l; grep x list.txt", shell=True)
    """,
    "lines for the shell": """
        assert get_ipython().getoutput("echo hello") == ["hello"]
        get_ipython().system("ls")
        get_ipython().run_cell_magic("bash", "", "echo hello")
        get_ipython().run_line_magic("timeit", "-n1 -r1 1 + 1")
        get_ipython().run_cell_magic("writefile", "x.py", "y = 1")
    """,
    "threads": """
        import concurrent.futures, threading
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            assert list(pool.map(abs, range(-99, 0)))[0] == 99
        one = threading.Thread(target=sum, args=([1],)); one.start(); one.join()
        done = threading.Event(); threading.Timer(0.01, done.set).start(); assert done.wait(9)
    """,
    "threads of the C library": """
        import ctypes
        libc = ctypes.CDLL(None)
        for _ in range(20):
            thread, result = ctypes.c_ulong(), ctypes.c_void_p()
            work = ctypes.cast(libc.usleep, ctypes.c_void_p)
            assert libc.pthread_create(ctypes.byref(thread), None, work, ctypes.c_void_p(2000)) == 0
            assert libc.pthread_join(thread, ctypes.byref(result)) == 0
    """,
    "waiting": """
        import asyncio, queue, select, signal, socket, time
        async def wait():
            await asyncio.gather(*(asyncio.sleep(0.01) for _ in range(9)))
            done = await asyncio.create_subprocess_exec("true")
            return await done.wait()
        loop = asyncio.new_event_loop(); assert loop.run_until_complete(wait()) == 0; loop.close()
        a, b = socket.socketpair(); a.sendall(b"x"); assert b.recv(1) == b"x"
        signal.signal(signal.SIGUSR1, signal.SIG_IGN); time.sleep(0.01)
    """,
    "processes": """
        import multiprocessing
        one = multiprocessing.get_context("fork").Process(target=print); one.start(); one.join()
        assert one.exitcode == 0
        a, b = multiprocessing.Pipe(); a.send([1]); assert b.recv() == [1]
    """,
    "the machine": """
        import getpass, locale, os, platform, time
        os.cpu_count(), os.uname(), platform.platform(), getpass.getuser(), time.localtime()
        locale.setlocale(locale.LC_ALL, "C.UTF-8"); os.sched_getaffinity(0); os.times()
        import resource; resource.getrusage(resource.RUSAGE_SELF)
    """,
    "numbers": """
        import numpy, scipy.stats, random, secrets, hashlib, ssl, uuid, decimal, statistics
        numpy.linalg.inv(numpy.random.rand(200, 200)); scipy.stats.norm.ppf(0.9)
        secrets.token_hex(); hashlib.sha256(b"").hexdigest(); uuid.uuid4()
        ssl.create_default_context()
    """,
    "pictures": """
        import pygal, ipywidgets
        pygal.Bar().render(); ipywidgets.IntSlider()
    """,
}


def test_honest_things_work_in_the_jail(jail: Worker) -> None:
    lines = ["import traceback"]
    for name, code in HONEST.items():
        lines += ["try:", textwrap.indent(textwrap.dedent(code).strip(), "    ")]
        lines += ["except BaseException:", f"    print('>', {name!r}); traceback.print_exc()"]
    cell = nbformat.v4.new_code_cell("\n".join([*lines, "print('all tried')"]))
    # With the limits that a course has, and not those of the attacks.
    with Worker(wall=jail.wall) as ordinary:
        run = ordinary.run(nbformat.v4.new_notebook(cells=[cell]), {})
    said = "".join(one.get("text", "") for one in run.notebook.cells[0].outputs)
    assert "all tried" in said, (said, run.trouble)
    assert [line for line in said.splitlines() if line.startswith(">")] == [], said
