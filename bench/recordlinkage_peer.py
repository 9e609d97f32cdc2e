"""What the Python Record Linkage Toolkit finds, by the way its documentation shows for data without labels.

Runs in an environment of its own (`requirements/peers.txt`), because the toolkit wants an older pandas than Mutua has:
python bench/recordlinkage_peer.py SET < {"left": rows, "right": rows or null, "fields": {field: column}}, prints the pairs as JSON.

Sorted neighbourhood and blocking to find candidates, string similarity cut into agree and disagree, and the unsupervised classifier by
expectation maximisation with its default start.
"""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any

warnings.filterwarnings("ignore")

BLOCKS: dict[str, list[list[str]]] = {"person": [["given"], ["family"], ["birth"], ["mail"], ["post"]], "company": [["phone"], ["street"]]}
EXACT = {"birth", "ident", "post", "phone"}


def main() -> None:
    import pandas
    import recordlinkage

    told: dict[str, Any] = json.load(sys.stdin)
    frames = [pandas.DataFrame(rows).set_index("id").replace("", None) for rows in (told["left"], told["right"]) if rows]
    indexer = recordlinkage.Index()
    for several in BLOCKS[told["kind"]]:
        if all(field in told["fields"] for field in several):
            indexer.block([told["fields"][field] for field in several])
    key = told["fields"].get("family") or told["fields"].get("name")
    indexer.sortedneighbourhood(key, window=9)
    candidates = indexer.index(*frames)
    compare = recordlinkage.Compare()
    for field, column in told["fields"].items():
        if field in EXACT:
            compare.exact(column, column, label=field)
        else:
            compare.string(column, column, method="jarowinkler", threshold=0.85, label=field)
    features = compare.compute(candidates, *frames)
    matches = recordlinkage.ECMClassifier().fit_predict(features)
    json.dump([list(pair) for pair in matches], sys.stdout)


if __name__ == "__main__":
    main()
