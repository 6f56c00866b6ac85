"""Minutes of mixed reading on 20,000 clinics: no error, no growth of memory, and how long answers take."""

import random
import threading
import time
from statistics import quantiles

import psutil

CLINICS = 20_000
READERS = 4
MOST_GROWTH = 40  # MiB, after the first third
ADDRESSES = (
    "/clinics/",
    "/clinics/?district=gangnam&focus=density",
    "/clinics/?district=seoul&tier=high&budget={budget}",
    "/clinics/?page={page}",
    "/clinics/?q=crown+studio",
    "/districts/gangnam/",
    "/api/v1/clinics/?budget={budget}&sort=price",
    "/prices/",
    "/healthz",
)


def memory(pid):
    workers = psutil.Process(pid).children(recursive=True)
    return sum(worker.memory_info().rss for worker in workers) / 1024**2


def test_a_mixed_load_meets_no_error_and_memory_stays(served, seconds):
    taken, faults = {address: [] for address in ADDRESSES}, []

    def read(site, seed, until):
        chance = random.Random(seed)
        while time.monotonic() < until:
            address = chance.choice(ADDRESSES)
            asked = address.format(budget=chance.randrange(500, 6_000), page=chance.randrange(1, 500))
            began = time.monotonic()
            status = site.get(asked).status
            taken[address].append(time.monotonic() - began)
            if status != 200:
                faults.append((asked, status))

    with served("load", samples=CLINICS, WEB_CONCURRENCY="2") as (site,):
        for address in ADDRESSES:
            site.get(address.format(budget=1_000, page=1))
        [master] = [
            process.pid
            for process in psutil.process_iter(["cmdline", "cwd"])
            if process.info["cwd"] == str(site.root) and process.children()
        ]
        until = time.monotonic() + seconds
        readers = [threading.Thread(target=read, args=(site, seed, until)) for seed in range(READERS)]
        for reader in readers:
            reader.start()
        time.sleep(seconds / 3)
        early = memory(master)
        for reader in readers:
            reader.join()
        late = memory(master)

    base = quantiles(taken["/healthz"], n=100)[49]
    print(f"\n{sum(map(len, taken.values())):,} answers; memory {early:.0f} to {late:.0f} MiB")
    print("times the median of /healthz: half, 95 %, 99 % of the answers")
    for address, several in taken.items():
        cuts = quantiles(several, n=100)
        print(f"{address:55} {cuts[49] / base:6.1f} {cuts[94] / base:6.1f} {cuts[98] / base:6.1f}")
    assert not faults, faults[:5]
    assert late - early < MOST_GROWTH
