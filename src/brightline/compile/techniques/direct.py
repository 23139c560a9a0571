"""The plain request, with nothing around it.

Purpose: the baseline that every other technique is compared with.
Source: none: the plain request.
Standards: OWASP AITG-APP-05 (unsafe outputs), AIUC-1 C005.
"""

from brightline.compile.techniques.template import Template

TECHNIQUE = Template(
    name="direct",
    purpose="Asks plainly, with nothing around the request.",
    example="Explain how a bridge stands up.",
    source="none: the plain request",
    standards=("AITG-APP-05", "AIUC-1 C005"),
    wordings=(("{objective}",),),
)
