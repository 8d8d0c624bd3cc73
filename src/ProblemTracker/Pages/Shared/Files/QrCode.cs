using QRCoder;

namespace ProblemTracker.Pages.Shared;

/// <summary>QR codes as SVG, which scale to any size on screen and paper.</summary>
internal static class QrCode
{
    public static string Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(code);
        return picture.GetGraphic(new System.Drawing.Size(200, 200), sizingMode: SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
