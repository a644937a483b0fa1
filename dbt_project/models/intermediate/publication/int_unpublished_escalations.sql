with meetings as (
    select * from {{ ref('int_published_meetings') }}
),

escalations as (
    select * from {{ ref('int_escalations_approved') }}
    where not is_raise_unapproved
),

events as (
    select * from {{ ref('int_escalation_events') }}
),

published as (
    select
        publication_id,
        escalation_id
    from {{ ref('stg_publications__escalations') }}
),

published_objectives as (
    select
        publication_id,
        objective_id
    from {{ ref('stg_publications__objectives') }}
),

measures as (
    select
        measure_id,
        measure_type
    from {{ ref('stg_reference__measures') }}
),

evidence as (
    select * from {{ ref('int_evidence_known') }}
),

-- How each step of the scorecard stood on the very day, by what is known now, as far as
-- approved figures tell.
stood as (
    select
        meetings.publication_id,
        meetings.measure_type,
        meetings.published_on_date,
        meetings.last_met_on_date,
        escalations.escalation_id,
        escalations.measure_id,
        escalations.objective_id,
        escalations.period_id,
        escalations.decision_reference,
        events.event,
        events.escalation_status,
        events.event_on_date,
        row_number() over (
            partition by meetings.publication_id, escalations.escalation_id
            order by events.event_number desc
        ) as recency
    from meetings
    inner join escalations
        on meetings.scorecard_id = escalations.scorecard_id
    inner join events
        on
            escalations.escalation_id = events.escalation_id
            and meetings.published_on_date >= events.event_on_date
    where {{ is_told('events.event', 'escalations.is_end_unapproved') }}
),

-- What the forum would have been shown, and was not.
final as (
    select
        stood.publication_id,
        stood.escalation_id,
        stood.measure_id,
        stood.objective_id,
        stood.period_id,
        stood.escalation_status as restated_status,
        evidence.known_at as evidence_known_at,
        stood.published_on_date
    from stood
    left join published
        on
            stood.publication_id = published.publication_id
            and stood.escalation_id = published.escalation_id
    left join published_objectives
        on
            stood.publication_id = published_objectives.publication_id
            and stood.objective_id = published_objectives.objective_id
    left join measures
        on stood.measure_id = measures.measure_id
    left join evidence
        on stood.decision_reference = evidence.reference
    where
        stood.recency = 1
        and published.escalation_id is null
        and {{ is_about_pack('stood', 'measures', 'published_objectives') }}
        and (
            stood.escalation_status in ('open', 'overdue')
            and stood.event != 'met_late'
            or stood.last_met_on_date is null
            or stood.event_on_date > stood.last_met_on_date
        )
)

select * from final
