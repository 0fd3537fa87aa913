import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card"
import { Badge } from "@/components/ui/badge"

export default function PlanCard() {
  return (
    <Card className="w-full max-w-lg">
      <CardHeader className="flex flex-row items-center justify-between">
        <CardTitle className="text-base">{props.title}</CardTitle>
        <Badge variant="outline">{props.status}</Badge>
      </CardHeader>
      <CardContent>
        {(props.rows || []).map(([label, value]) => (
          <div key={label} className="flex justify-between border-b py-1 text-sm">
            <span className="text-muted-foreground">{label}</span>
            <b>{value}</b>
          </div>
        ))}
        <div className="flex justify-between text-sm" style={{ paddingTop: 10 }}>
          <span className="text-muted-foreground">{props.number}</span>
          {props.href && <a href={props.href} target="_blank" rel="noopener" className="text-primary">{props.link}</a>}
        </div>
      </CardContent>
    </Card>
  )
}
