"""Runs red-dwarf on votes and prints one line of JSON: seconds, peak memory, number of groups.

    red_dwarf.py memory FILE     votes as records of row (u32), column (u32), vote (i8); times what follows reading
    red_dwarf.py whole FOLDER    a folder exported by Polis; reads it, computes, prints a summary
"""
import json
import resource
import sys
import time


def dicts(rows, columns, votes):
    return [
        {"participant_id": r, "statement_id": c, "vote": v, "modified": 0}
        for r, c, v in zip(rows.tolist(), columns.tolist(), votes.tolist())
    ]


def from_file(path):
    import numpy

    votes = numpy.fromfile(path, dtype=[("row", "<u4"), ("column", "<u4"), ("vote", "i1")])
    return dicts(votes["row"], votes["column"], votes["vote"])


def from_folder(folder):
    import pandas

    table = pandas.read_csv(f"{folder}/participants-votes.csv")
    statements = [name for name in table.columns if name.strip().isdigit()]
    cells = table.melt(id_vars=["participant"], value_vars=statements, var_name="statement", value_name="vote")
    cells = cells.dropna(subset=["vote"])
    return dicts(cells["participant"], cells["statement"].astype(int), cells["vote"].astype(int))


def main():
    what, path = sys.argv[1:]
    votes = from_file(path) if what == "memory" else from_folder(path)
    from reddwarf.implementations.polis import run_pipeline

    started = time.perf_counter()
    result = run_pipeline(votes=votes, random_state=0)
    seconds = time.perf_counter() - started
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    groups = result.participants_df["cluster_id"].dropna().nunique()
    print(json.dumps({"seconds": seconds, "peak_kib": peak_kib, "groups": int(groups)}))


main()
