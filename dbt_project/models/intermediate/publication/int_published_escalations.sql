with packs as (
    select
        publication_id,
        published_on_date
    from {{ ref('stg_publications__packs') }}
),

published as (
    select * from {{ ref('stg_publications__escalations') }}
),

escalations as (
    select * from {{ ref('int_escalations_approved') }}
),

events as (
    select * from {{ ref('int_escalation_events') }}
),

evidence as (
    select * from {{ ref('int_evidence_known') }}
),

-- The status of the very day of the meeting, by what is known now: what happened after
-- it is no correction of what was said on it, nor is an end no approved figure tells.
statuses_then as (
    select
        published.publication_id,
        published.escalation_id,
        events.escalation_status,
        row_number() over (
            partition by published.publication_id, published.escalation_id
            order by events.event_number desc
        ) as recency
    from published
    inner join packs
        on published.publication_id = packs.publication_id
    inner join events
        on
            published.escalation_id = events.escalation_id
            and packs.published_on_date >= events.event_on_date
    left join escalations
        on published.escalation_id = escalations.escalation_id
    where {{ is_told('events.event', 'escalations.is_end_unapproved') }}
),

final as (
    select
        published.*,
        packs.published_on_date,
        case when not published.is_withheld then statuses_then.escalation_status end
            as restated_status,
        escalations.escalation_status as current_status,
        coalesce(escalations.is_withheld, false) as is_unapproved_now,
        evidence.known_at as evidence_known_at,
        coalesce(escalations.done_on_date <= packs.published_on_date, false)
        and {{ differs('published.done_on_date', 'escalations.done_on_date') }}
            as is_done_before,
        coalesce(escalations.ended_on_date <= packs.published_on_date, false)
        and {{ differs('published.ended_on_date', 'escalations.ended_on_date') }}
            as is_ended_before,
        not published.is_withheld
        and {{ differs(
            'published.escalation_status', 'statuses_then.escalation_status'
        ) }} as is_restated
    from published
    inner join packs
        on published.publication_id = packs.publication_id
    left join statuses_then
        on
            published.publication_id = statuses_then.publication_id
            and published.escalation_id = statuses_then.escalation_id
            and statuses_then.recency = 1
    left join escalations
        on published.escalation_id = escalations.escalation_id
    left join evidence
        on escalations.evidence_reference = evidence.reference
)

select * from final
