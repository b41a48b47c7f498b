"""python -m svodka.cli"""

from svodka.cli import main

main()
