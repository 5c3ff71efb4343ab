"""What a framework was told, a line of JSON a call on stdout: `python FILE URL KEY MODEL` serves frameworks.e2e.spec.ts."""

import json
import sys

URL, KEY, MODEL = sys.argv[1:]
SUNNY = "Sunny"


def tell(call, text, input_tokens, output_tokens, requests=1):
    assert text, f"{call}: no text"
    line = {"call": call, "text": text, "input": input_tokens, "output": output_tokens, "requests": requests}
    print(json.dumps(line), flush=True)
