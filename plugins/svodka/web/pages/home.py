"""The root of the pages leads to «Сегодня»."""

from fastapi import APIRouter, Request, Response

from svodka.web.rendering import see_other

router = APIRouter()


@router.get("/")
def home(request: Request) -> Response:
    return see_other(request, "/today")
