from fastapi import APIRouter, File, UploadFile

router = APIRouter(prefix="/files")


@router.post("/")
async def upload(file: UploadFile = File(...)):
    return {"name": file.filename}
