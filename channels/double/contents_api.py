from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, request

from channels.double.paging import page_number, page_size

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from channels.double.config import DoubleConfig
    from channels.double.contents import Contents


def contents_api(config: DoubleConfig, contents: Contents) -> Blueprint:
    """Make the routes of Twilio's Content API."""
    api = Blueprint("contents", __name__, url_prefix="/v1/Content")

    @api.post("")
    def create() -> ResponseReturnValue:
        content = contents.create(request.get_json(silent=True), config.now().timestamp())
        return jsonify(content.to_json(config.account_sid)), 201

    @api.get("")
    def listing() -> ResponseReturnValue:
        size, number = page_size(request.args.get("PageSize")), page_number(request.args.get("Page"))
        shown = contents.page(size, number)

        def url(page: int) -> str:
            return f"{request.base_url}?PageSize={size}&Page={page}"

        meta = {
            "first_page_url": url(0),
            "key": "contents",
            "next_page_url": url(number + 1) if contents.page(size, number + 1) else None,
            "page": number,
            "page_size": size,
            "previous_page_url": url(number - 1) if number else None,
            "url": url(number),
        }
        return jsonify({"contents": [content.to_json(config.account_sid) for content in shown], "meta": meta})

    @api.get("/<sid>")
    def fetch(sid: str) -> ResponseReturnValue:
        return jsonify(contents.get(sid).to_json(config.account_sid))

    @api.delete("/<sid>")
    def delete(sid: str) -> ResponseReturnValue:
        contents.delete(sid)
        return Response(status=204)

    @api.post("/<sid>/ApprovalRequests/whatsapp")
    def approve(sid: str) -> ResponseReturnValue:
        asked = request.get_json(silent=True) or {}
        content = contents.approve(sid)
        return jsonify(
            {
                "allow_category_change": True,
                "category": asked.get("category"),
                "content_type": next(iter(content.types)),
                "name": asked.get("name"),
                "rejection_reason": "",
                # The real API says "received" here; nobody waits a day for a stand-in.
                "status": content.approval,
            }
        ), 201

    @api.get("/<sid>/ApprovalRequests")
    def approval(sid: str) -> ResponseReturnValue:
        content = contents.get(sid)
        return jsonify(
            {
                "account_sid": config.account_sid,
                "sid": content.sid,
                "url": f"https://content.twilio.com/v1/Content/{content.sid}/ApprovalRequests",
                "whatsapp": {"status": content.approval or "unsubmitted"},
            }
        )

    return api
